import { fieldDescription, knownKeys } from "@crosstag/config";
import type { Violation } from "@crosstag/core";
import { didYouMean } from "@crosstag/core/internal";
import type { z } from "zod";

/** Enough to correct a request by. A list of another form has one problem for each of its items. */
const MOST_VIOLATIONS = 1000;

/** What a request was parsed with, and what it has. */
export interface ParsedInput {
  /** The schema of the input. */
  readonly schema: z.ZodType;
  /** The fields of the request. */
  readonly given: unknown;
}

/** What a schema found in a request, without the values that were given. */
export function describeInputIssues(issues: readonly z.core.$ZodIssue[], input: ParsedInput): readonly Violation[] {
  return mostViolations(issues.flatMap(withoutUnion).flatMap((issue) => violationsOf(issue, input)));
}

/** At most a thousand; the last says how many more there are. */
export function mostViolations(violations: readonly Violation[]): readonly Violation[] {
  const more = violations.length - MOST_VIOLATIONS;
  if (more <= 0) return violations;
  const shown = violations.slice(0, MOST_VIOLATIONS);
  return [...shown, violation("input", `There are ${more} more problems.`, "Correct the listed ones first.")];
}

/** Of several allowed forms, the one whose outside matches says best what is wrong inside. */
function withoutUnion(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [inside, other] = issue.errors.filter((issues) => issues.every(({ path }) => path.length > 0));
  if (inside === undefined || other !== undefined) return [issue];
  return inside.map((one) => ({ ...one, path: [...issue.path, ...one.path] })).flatMap(withoutUnion);
}

function violationsOf(issue: z.core.$ZodIssue, { schema, given }: ParsedInput): readonly Violation[] {
  const name = describePath(issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, issue.path, given);
    return issue.keys.map((key) => {
      const meant = didYouMean(key, known);
      const fix = meant === undefined ? "Leave it out." : `Did you mean ${meant}?`;
      return violation("unknown-field", `${describePath([...issue.path, key])} is not a field here.`, fix);
    });
  }
  if (issue.code === "invalid_type" && issue.input === undefined && issue.message.includes("received undefined")) {
    const [what, description] = [withArticle(issue.expected), fieldDescription(schema, issue.path, given)];
    const fix = description === undefined ? `Give ${what}.` : `Give ${what}. ${description}`;
    return [violation("missing-field", `${name} is missing.`, fix)];
  }
  const { problem, fix } = describeIssue(issue);
  return [violation("input", `${name} ${problem}.`, fix)];
}

function describeIssue(issue: z.core.$ZodIssue): { readonly problem: string; readonly fix: string } {
  if (issue.code === "invalid_type") {
    const expected = withArticle(issue.expected);
    return { problem: `is not ${expected}`, fix: `Give ${expected}.` };
  }
  if (issue.code === "invalid_value") {
    const values = issue.values.map((value) => JSON.stringify(value)).join(", ");
    return { problem: "is not one of the allowed values", fix: `Allowed are: ${values}.` };
  }
  if (issue.code === "too_small") return describeTooSmall(issue);
  if (issue.code === "too_big") {
    const most = withUnit(issue.maximum, issue.origin);
    return { problem: `is more than ${most}`, fix: `Give at most ${most}.` };
  }
  if (issue.code === "invalid_format" && issue.format === "regex" && issue.pattern !== undefined)
    return { problem: "does not have the expected form", fix: `It must match ${issue.pattern}` };
  return { problem: "does not have the expected form", fix: "See the description of the field in /v1/openapi.json." };
}

function describeTooSmall({ minimum, origin }: z.core.$ZodIssueTooSmall) {
  const least = withUnit(minimum, origin);
  const isEmpty = Number(minimum) === 1 && UNITS.has(origin);
  return { problem: isEmpty ? "is empty" : `is less than ${least}`, fix: `Give at least ${least}.` };
}

/** What the length of a value is counted in. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ["string", "character"],
  ["array", "item"],
]);

function withUnit(limit: number | bigint, origin: string): string {
  const unit = UNITS.get(origin);
  if (unit === undefined) return String(limit);
  return `${limit} ${unit}${Number(limit) === 1 ? "" : "s"}`;
}

function withArticle(expected: string): string {
  const name = { record: "object", int: "whole number" }[expected] ?? expected;
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}

/** `resources[0]`, `tags.team`; the request itself for an empty path. */
export function describePath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "The request";
  return path
    .map((segment, index) => {
      if (typeof segment === "number") return `[${segment}]`;
      const name = String(segment);
      if (!/^[\w-]+$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join("");
}

function violation(rule: string, message: string, fix: string): Violation {
  return { severity: "error", rule: `crosstag.${rule}`, message, fix };
}
