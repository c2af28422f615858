import type { ZodType, z } from "zod";

/** What was sent, or what is wrong with it. */
export type ParsedExactly<Schema extends ZodType> =
  | { readonly success: true; readonly data: z.output<Schema> }
  | { readonly success: false; readonly issues: readonly z.core.$ZodIssue[] };

const NAME = "__proto__";

/**
 * Parses what was sent, as `safeParse` of its schema does, without losing a tag key `__proto__`: zod leaves that name out of
 * records without a word. In an object with fixed fields, the name is reported as an unknown field.
 * @param given as `JSON.parse` returns it; not changed
 */
export function parseExactly<Schema extends ZodType>(schema: Schema, given: unknown): ParsedExactly<Schema> {
  if (!hasName(given, NAME)) return parse(schema, given);
  let standIn = `${NAME} `;
  while (hasName(given, standIn)) standIn += " ";
  const parsed = parse(schema, renamed(given, standIn));
  if (!parsed.success) return { success: false, issues: parsed.issues.map((issue) => restored(issue, standIn)) };
  restore(parsed.data, standIn);
  return parsed;
}

function parse<Schema extends ZodType>(schema: Schema, given: unknown): ParsedExactly<Schema> {
  const { success, data, error } = schema.safeParse(given);
  return success ? { success, data } : { success, issues: error.issues };
}

function hasName(value: unknown, name: string): boolean {
  if (Array.isArray(value)) return value.some((one) => hasName(one, name));
  return isObject(value) && (Object.hasOwn(value, name) || Object.values(value).some((one) => hasName(one, name)));
}

function renamed(value: unknown, standIn: string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, standIn));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name === NAME ? standIn : name, renamed(one, standIn)]),
  );
}

/** In the copy that was parsed. */
function restore(value: unknown, standIn: string): void {
  if (Array.isArray(value)) for (const one of value) restore(one, standIn);
  else if (isObject(value)) {
    for (const one of Object.values(value)) restore(one, standIn);
    if (!Object.hasOwn(value, standIn)) return;
    // An assignment would set the prototype.
    Object.defineProperty(value, NAME, {
      value: value[standIn],
      enumerable: true,
      writable: true,
      configurable: true,
    });
    Reflect.deleteProperty(value, standIn);
  }
}

function restored(issue: z.core.$ZodIssue, standIn: string): z.core.$ZodIssue {
  const nameOf = <Name extends PropertyKey>(name: Name) => (name === standIn ? NAME : name);
  const path = issue.path.map(nameOf);
  if (issue.code === "unrecognized_keys") return { ...issue, path, keys: issue.keys.map(nameOf) };
  if (issue.code !== "invalid_union" || issue.inclusive === false) return { ...issue, path };
  return { ...issue, path, errors: issue.errors.map((issues) => issues.map((one) => restored(one, standIn))) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
