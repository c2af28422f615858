import type { Tag } from "@crosstag/core";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { readText } from "./read-text.ts";

const FORMS = 'Write team=payments, Key=team,Value=payments, {"team":"payments"} or @file.yaml.';

/**
 * Tags from the command line, in the order given and with duplicates kept, for the rules to see. Nothing is dropped
 * or changed silently; what cannot be understood is refused.
 */
export async function parseTags(texts: readonly string[], context: CommandContext): Promise<readonly Tag[]> {
  const lists = await Promise.all(
    texts.map(async (text, position) => {
      if (text.startsWith("@"))
        return parseTagDocument(await readText(text, context), `The file ${JSON.stringify(text.slice(1))}`);
      if (/^\s*[{[]/.test(text)) return parseTagDocument(text, `Tag ${position + 1}`);
      return [parseTagShorthand(text, position)];
    }),
  );
  return lists.flat();
}

/** `team=payments`, or the form of the clouds' own command lines: `Key=team,Value=payments`. */
export function parseTagShorthand(text: string, position: number): Tag {
  const pair = /^(?:Tag)?Key=(?<key>.*?),(?:Tag)?Value=(?<value>.*)$/su.exec(text)?.groups;
  if (pair !== undefined) return { key: pair["key"] ?? "", value: pair["value"] ?? "" };
  const separator = text.indexOf("=");
  // The text may be a value in the wrong place: it is not repeated.
  if (separator < 0)
    throw new UsageError(`Tag ${position + 1} has no “=” between key and value.`, `${FORMS} An empty value: team=`);
  return { key: text.slice(0, separator), value: text.slice(separator + 1) };
}

/** A JSON or YAML map of tags, or a list of `{ Key, Value }` (or `{ TagKey, TagValue }`, `{ key, value }`). */
export async function parseTagDocument(text: string, where: string): Promise<readonly Tag[]> {
  // YAML reads JSON, too, and, unlike JSON.parse, notices a key that is there twice.
  const { LineCounter, parseDocument } = await import("./yaml.ts");
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const { line, col } = lineCounter.linePos(problem.pos[0]);
    const what = problem.code === "DUPLICATE_KEY" ? "has a key twice" : "is neither JSON nor YAML";
    throw new UsageError(`${where} ${what} (line ${line}, column ${col}).`);
  }
  const content: unknown = document.toJS({ mapAsMap: true });
  if (content instanceof Map)
    return [...content].map(([key, value], position) => tagOf(key, value, `${where}, tag ${position + 1}`));
  if (Array.isArray(content)) {
    return content.map((item: unknown, position) => {
      const at = `${where}, tag ${position + 1}`;
      if (!(item instanceof Map) || item.size !== 2)
        throw new UsageError(`${at} must have a Key and a Value, and nothing else.`, FORMS);
      const first = (names: readonly string[]) =>
        names.map((name): unknown => item.get(name)).find((part) => part !== undefined);
      return tagOf(first(["Key", "TagKey", "key"]), first(["Value", "TagValue", "value"]), at);
    });
  }
  throw new UsageError(`${where} must hold a map of tags, or a list of them.`, FORMS);
}

function tagOf(key: unknown, value: unknown, where: string): Tag {
  if (typeof key !== "string") throw new UsageError(`${where}: the key is not a text.`, "Put it in quotes.");
  if (typeof value !== "string") {
    const type = value === null || value === undefined ? "empty" : `a ${typeof value}`;
    throw new UsageError(
      `${where}: the value of ${JSON.stringify(key)} is ${type}, not a text.`,
      'Put it in quotes, so that 1.10 stays "1.10"; an empty value is "".',
    );
  }
  return { key, value };
}
