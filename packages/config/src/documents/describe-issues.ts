import type { z } from "zod";
import type { DocumentProblem, ProblemPart } from "./problems-error.ts";
import { knownKeys } from "./known-keys.ts";
import type { ReadDocument } from "./read-document.ts";
import { didYouMean, hasFields } from "@crosstag/core/internal";

/** The words of one kind of file. */
export interface DocumentWords {
  /** Names a path in a sentence. An empty text stands for the file itself. */
  readonly describePath: (path: readonly PropertyKey[]) => string;
  /** Describes an unknown key. Undefined: as usual, with a suggestion or the known keys. */
  readonly describeUnknownKey?: (key: string) => string | undefined;
}

/** Describes what a schema found, in sentences that do not repeat values. */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  { content, offset }: ReadDocument,
  schema: z.ZodType,
  { describePath, describeUnknownKey }: DocumentWords,
): readonly DocumentProblem[] {
  const nameOf = (path: readonly PropertyKey[]) => describePath(path) || "The file";
  return issues.flatMap(withoutUnion).flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      const known = knownKeys(schema, issue.path);
      return issue.keys.map((key): DocumentProblem => {
        const fix = suggestedKey(key, known);
        return {
          offset: offset(issue.path, key),
          problem: describeUnknownKey?.(key) ?? `The key ${JSON.stringify(key)} is not known here. ${fix}`,
          part: { path: [...issue.path, key], problem: "is not known here", fix },
        };
      });
    }
    const map = issue.path.slice(0, -1);
    if (issue.code === "invalid_key" && issue.path.at(-1) === "") {
      const problem = "has an entry with an empty name";
      const fix = "Write a name before its colon.";
      return [describePart({ path: map, problem }, { offset: () => offset(map, ""), describePath: nameOf }, fix)];
    }
    const missing = !isThere(content, issue.path);
    return [
      describePart(
        { path: issue.path, problem: missing ? missingMessage(issue) : messageOf(issue, schema) },
        { offset, describePath: nameOf },
        missing ? "Add it." : undefined,
      ),
    ];
  });
}

/** Describes a problem of a part. `fix`: one sentence. Default: correct it. */
export function describePart(
  { path, problem }: Pick<ProblemPart, "path" | "problem">,
  { offset, describePath }: Pick<ReadDocument, "offset"> & Pick<DocumentWords, "describePath">,
  fix = "Correct it.",
): DocumentProblem {
  const sentence = `${describePath(path)} ${problem}`;
  return {
    offset: offset(path),
    problem: sentence.endsWith("?") ? sentence : `${sentence}.`,
    part: { path, problem, fix },
  };
}

/** Of several allowed forms, the one whose outside matches says best what is wrong inside. */
function withoutUnion(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [inside, other] = issue.errors.filter((issues) => issues.every(({ path }) => path.length > 0));
  if (inside === undefined || other !== undefined) return [issue];
  return inside.map((one) => ({ ...one, path: [...issue.path, ...one.path] })).flatMap(withoutUnion);
}

/** Messages of our schemas begin with one of these words. Others are the library's own, and may repeat values. */
function messageOf(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  if (issue.message.startsWith("must ")) return issue.message;
  // A key whose lines were left out, or not indented, has no value.
  const isMap = issue.code === "invalid_type" && issue.expected === "object";
  const known = isMap ? knownKeys(schema, issue.path) : [];
  return known.length === 0 ? "is not what is expected here" : `must be a map with some of: ${known.join(", ")}`;
}

function missingMessage({ message }: z.core.$ZodIssue): string {
  return message.startsWith("is missing") ? message : "is missing";
}

function suggestedKey(key: string, known: readonly string[]): string {
  const suggestion = didYouMean(key, known);
  return suggestion === undefined ? `Known are: ${known.join(", ")}.` : `Did you mean ${suggestion}?`;
}

function isThere(content: unknown, path: readonly PropertyKey[]): boolean {
  let value = content;
  for (const segment of path) {
    if (!hasFields(value) || !Object.hasOwn(value, segment)) return false;
    value = value[segment];
  }
  return true;
}
