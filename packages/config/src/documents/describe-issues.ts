import { z } from "zod";
import { didYouMean } from "./did-you-mean.ts";
import type { DocumentProblem } from "./problems-error.ts";
import type { ReadDocument } from "./read-document.ts";
import { hasFields } from "@crosstag/core/internal";

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
  return issues.flatMap(withoutUnion).flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        offset: offset(issue.path, key),
        problem: describeUnknownKey?.(key) ?? unknownKey(key, knownKeys(schema, issue.path)),
      }));
    }
    const problem = `${describePath(issue.path) || "The file"} ${messageOf(issue, !isThere(content, issue.path))}`;
    return [{ offset: offset(issue.path), problem: problem.endsWith("?") ? problem : `${problem}.` }];
  });
}

/** Of several allowed forms, the one whose outside matches says best what is wrong inside. */
function withoutUnion(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [inside, other] = issue.errors.filter((issues) => issues.every(({ path }) => path.length > 0));
  if (inside === undefined || other !== undefined) return [issue];
  return inside.map((one) => ({ ...one, path: [...issue.path, ...one.path] })).flatMap(withoutUnion);
}

/** Messages of our schemas begin with one of these words. Others are the library's own, and may repeat values. */
function messageOf({ message }: z.core.$ZodIssue, missing: boolean): string {
  if (missing) return message.startsWith("is missing") ? message : "is missing";
  return message.startsWith("must ") ? message : "is not what is expected here";
}

function unknownKey(key: string, known: readonly string[]): string {
  const suggestion = didYouMean(key, known);
  return `The key ${JSON.stringify(key)} is not known here. ${suggestion === undefined ? `Known are: ${known.join(", ")}.` : `Did you mean ${suggestion}?`}`;
}

function isThere(content: unknown, path: readonly PropertyKey[]): boolean {
  let value = content;
  for (const segment of path) {
    if (!hasFields(value) || !Object.hasOwn(value, segment)) return false;
    value = value[segment];
  }
  return true;
}

function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let inner = unwrap(schema);
  for (const segment of path) {
    if (inner instanceof z.ZodObject) inner = unwrap(shapeOf(inner)[String(segment)]);
    else if (inner instanceof z.ZodRecord) inner = unwrap(inner.valueType);
    else if (inner instanceof z.ZodArray) inner = unwrap(inner.element);
  }
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function shapeOf({ shape }: z.ZodObject): z.core.$ZodShape {
  return shape;
}

function unwrap(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  return schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema;
}
