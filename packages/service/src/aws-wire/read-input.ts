import { isMap, isList } from "@crosstag/core/internal";
import type { z } from "zod";
import { WireError } from "./wire-error.ts";

type Issue = z.core.$ZodIssue;
type Path = Issue["path"];

/**
 * The input of an operation, from the body of its request.
 * @throws WireError `SerializationException` for a body that is not a JSON object and for a value of the wrong type;
 *   `ValidationException` with every broken constraint, in AWS's words but without the values
 */
export function readInput<Schema extends z.ZodType>(schema: Schema, body: Uint8Array): z.output<Schema> {
  const given = parseBody(body);
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => problemOf(issue, given));
  const count = problems.length === 1 ? "1 validation error" : `${problems.length} validation errors`;
  throw new WireError("ValidationException", `${count} detected: ${problems.join("; ")}`);
}

function parseBody(body: Uint8Array): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    // A body that is not UTF-8 is refused: what is replaced by U+FFFD would become part of a tag.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    parsed = text === "" ? {} : JSON.parse(text);
  } catch {
    throw new WireError("SerializationException", "The body of the request is not JSON.");
  }
  if (!isMap(parsed)) throw new WireError("SerializationException", "The body of the request is not a JSON object.");
  return parsed;
}

function problemOf(issue: Issue, given: unknown): string {
  const path = pathOf(issue.path);
  if (issue.code !== "invalid_type") return `Value at '${path}' failed to satisfy constraint: ${constraintOf(issue)}`;
  const value = valueAt(given, issue.path);
  if (value !== undefined && value !== null)
    throw new WireError(
      "SerializationException",
      `${path === "" ? "The body" : path} must be of type ${issue.expected}.`,
    );
  return `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
}

function constraintOf(issue: Issue): string {
  if (issue.code === "too_small" || issue.code === "too_big") {
    const what = issue.origin === "number" ? "value" : "length";
    return issue.code === "too_small"
      ? `Member must have ${what} greater than or equal to ${issue.minimum}`
      : `Member must have ${what} less than or equal to ${issue.maximum}`;
  }
  return "Member must have the documented form";
}

/** `tags.1.member.tagKey`, as AWS counts and spells. */
function pathOf(path: Path): string {
  return path
    .map((part) =>
      typeof part === "number"
        ? `${part + 1}.member`
        : `${String(part).charAt(0).toLowerCase()}${String(part).slice(1)}`,
    )
    .join(".");
}

function valueAt(given: unknown, path: Path): unknown {
  let value = given;
  for (const part of path) {
    if (isList(value) && typeof part === "number") value = value[part];
    else if (isMap(value) && typeof part === "string") value = value[part];
    else return undefined;
  }
  return value;
}
