import { CrosstagError } from "@crosstag/core";
import type { CrosstagConfiguration } from "@crosstag/inversify";
import { isMap, isScalar, LineCounter, parseDocument, type Document, type Pair } from "yaml";
import type { z } from "zod";
import { configurationSchema } from "./configuration-schema.ts";
import { LOOKS_SECRET, WHERE_CREDENTIALS_COME_FROM } from "./credentials-hint.ts";
import { didYouMean } from "./did-you-mean.ts";

const CREDENTIALS = `Credentials never stand in this file. ${WHERE_CREDENTIALS_COME_FROM} Remove the line, name a profile instead, and replace the secret if others could read the file.`;

/** @throws CrosstagError `configuration` with every problem, each with line and column; values are not repeated */
export function parseConfiguration(text: string, fileName: string): CrosstagConfiguration {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${fileName}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw problems(
      document.errors.map(
        ({ pos, code }) => `${at(pos[0])}: This is not YAML (${code.toLowerCase().replaceAll("_", " ")}).`,
      ),
    );
  }
  const result = configurationSchema.safeParse(document.toJS() ?? {});
  if (!result.success) {
    throw problems(
      result.error.issues.flatMap((issue) =>
        describeIssue(issue, document).map(({ offset, problem }) => `${at(offset)}: ${problem}`),
      ),
    );
  }
  const { default: name, clouds } = result.data;
  if (name !== undefined && !Object.hasOwn(clouds, name)) {
    const suggestion = didYouMean(name, Object.keys(clouds));
    throw problems([
      `${at(locate(document, ["default"]))}: There is no cloud of this name.${suggestion === undefined ? "" : ` Did you mean ${suggestion}?`}`,
    ]);
  }
  return result.data as CrosstagConfiguration;
}

function problems(lines: readonly string[]): CrosstagError {
  const [first = ""] = lines;
  const message =
    lines.length === 1
      ? first
      : `The configuration has ${lines.length} problems:\n${lines.map((line) => `  ${line}`).join("\n")}`;
  return new CrosstagError({ code: "configuration", message });
}

type Issue = z.core.$ZodIssue;

function describeIssue(
  issue: Issue,
  document: Document,
): readonly { readonly offset: number; readonly problem: string }[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      offset: locate(document, issue.path, key),
      problem: describeUnknownKey(key, issue.path),
    }));
  }
  const name = issue.path.join(".");
  const missing = issue.code === "invalid_type" && document.getIn(issue.path) === undefined;
  return [
    {
      offset: locate(document, issue.path),
      problem: missing ? `${name || "clouds"} is missing.` : `${name || "The file"} ${messageOf(issue)}.`,
    },
  ];
}

function messageOf(issue: Issue): string {
  return issue.message.startsWith("must ") ? issue.message : "is not what is expected here";
}

function describeUnknownKey(key: string, path: readonly PropertyKey[]): string {
  if (LOOKS_SECRET.test(key)) return `${JSON.stringify(key)} looks like a credential. ${CREDENTIALS}`;
  const known = knownKeys(path);
  const suggestion = didYouMean(key, known);
  return `The key ${JSON.stringify(key)} is not known here. ${suggestion === undefined ? `Known are: ${known.join(", ")}.` : `Did you mean ${suggestion}?`}`;
}

function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(configurationSchema.shape);
  const { shape } = configurationSchema.shape.clouds.valueType;
  return Object.keys(path.at(-1) === "assumeRole" ? shape.assumeRole.unwrap().shape : shape);
}

/** Where a key stands, or the value of a path, or the nearest thing around it that is there. */
function locate(document: Document, path: readonly PropertyKey[], key?: string): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (node === undefined || node === null) continue;
    const pair =
      key !== undefined && isMap(node)
        ? node.items.find((item: Pair) => isScalar(item.key) && item.key.value === key)
        : undefined;
    const range =
      (pair?.key as { range?: readonly number[] } | undefined)?.range ?? (node as { range?: readonly number[] }).range;
    if (range?.[0] !== undefined) return range[0];
  }
  return 0;
}
