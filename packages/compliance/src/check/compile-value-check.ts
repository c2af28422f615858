import { compileGlobs } from "@crosstag/core/internal";
import type { Severity, TagCheck } from "../policy/policy.ts";
import { compileExpression } from "../policy/compile-expression.ts";
import { FORMATS } from "../policy/value-formats.ts";
import type { CheckName, Finding, Problem } from "./problem.ts";

/** Maximum number of cached results by value: many resources have the same few values. */
const MOST_REMEMBERED = 1_000;

/** Maximum number of allowed values in a message. */
const MOST_NAMED = 8;

export type ValueTest = (value: string) => readonly Problem[];

const NONE: readonly Problem[] = [];

/** Checks the value of one tag, without other facts of the resource. */
export function compileValueCheck(
  { id: rule, severity }: { readonly id: string; readonly severity: Severity },
  tagKey: string,
  check: TagCheck,
): ValueTest | undefined {
  const finding = (name: CheckName, what: string, fix: string): Finding => ({
    rule,
    severity,
    check: name,
    tagKey,
    message: `The value of the tag ${JSON.stringify(tagKey)} ${what}.`,
    fix,
  });
  const tests: ((value: string) => Problem | undefined)[] = [
    ...allowedTest(check, finding),
    ...patternTest(check, finding),
    ...caseTest(check, finding),
    ...lengthTest(check, finding),
    ...formatTest(check, finding),
  ].map((test) => withTagKey(tagKey, test));
  if (tests.length === 0) return undefined;
  const known = new Map<string, readonly Problem[]>();
  return (value) => {
    let problems = known.get(value);
    if (problems === undefined) {
      const found = tests.map((test) => test(value)).filter((problem) => problem !== undefined);
      problems = found.length === 0 ? NONE : found;
      if (known.size < MOST_REMEMBERED) known.set(value, problems);
    }
    return problems;
  };
}

type ToFinding = (name: CheckName, what: string, fix: string) => Finding;
/** A correction is a value; the tag key is that of the check. */
type Found = { readonly finding: Finding; readonly corrected?: string; readonly decide: string } | undefined;
type Test = (value: string) => Found;

function withTagKey(tagKey: string, test: Test): (value: string) => Problem | undefined {
  return (value) => {
    const found = test(value);
    if (found === undefined) return undefined;
    const { finding, corrected, decide } = found;
    return { finding, decide, ...(corrected !== undefined && { fix: { kind: "correct", tagKey, value: corrected } }) };
  };
}

function allowedTest(check: TagCheck, finding: ToFinding): readonly Test[] {
  const { oneOf, like = [], spelling = {}, ignoreCase = false } = check;
  const isLimited = oneOf !== undefined || like.length > 0;
  const written = Object.keys(spelling);
  if (!isLimited && written.length === 0) return [];
  const values = oneOf ?? [];
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  const allowed = new Set(values.map(fold));
  const fits = compileGlobs(like.map(fold));
  const spellings = new Map<string, Set<string>>();
  for (const value of values) {
    const folded = value.toLowerCase();
    spellings.set(folded, (spellings.get(folded) ?? new Set()).add(value));
  }
  const spelled = canonicalValues(spelling);
  const named = namedValues(isLimited ? [...values, ...like] : written);
  const refused: Found = {
    finding: finding("value-not-allowed", `is not allowed; allowed: ${named}`, `Set it to one of: ${named}.`),
    decide: "The policy does not determine which of the allowed values is correct.",
  };
  const misspelt = finding(
    "value-spelling",
    "is a different spelling of an allowed value",
    `Use the spelling of the policy: ${named}.`,
  );
  return [
    (value) => {
      const expected = spelled.get(value.toLowerCase()) ?? value;
      if (fold(expected) !== fold(value))
        return {
          finding: misspelt,
          corrected: expected,
          decide: "Another rule also checks the spelling of this value.",
        };
      const folded = fold(value);
      if (!isLimited || allowed.has(folded) || fits(folded)) return undefined;
      const [canonical, ...others] = spellings.get(value.toLowerCase()) ?? [];
      if (canonical === undefined || others.length > 0) return refused;
      return {
        finding: misspelt,
        corrected: canonical,
        decide: "Another rule also checks the spelling of this value.",
      };
    },
  ];
}

function canonicalValues(spelling: NonNullable<TagCheck["spelling"]>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(spelling).flatMap(([value, others]) =>
      [value, ...others].map((variant) => [variant.toLowerCase(), value] as const),
    ),
  );
}

function patternTest({ matches, ignoreCase }: TagCheck, finding: ToFinding): readonly Test[] {
  if (matches === undefined) return [];
  const test = compileExpression(matches, ignoreCase);
  const refused: Found = {
    finding: finding("value-pattern", `does not match ${matches}`, "Set a value that matches."),
    decide: "The policy does not determine which matching value is correct.",
  };
  return [(value) => (test(value) ? undefined : refused)];
}

function caseTest({ case: expected }: TagCheck, finding: ToFinding): readonly Test[] {
  if (expected === undefined) return [];
  const convert = (value: string) => (expected === "lower" ? value.toLowerCase() : value.toUpperCase());
  const wrong = finding("value-case", `is not in ${expected} case`, `Write it in ${expected} case.`);
  const decide = "Another rule also checks the case of this value.";
  return [
    (value) => {
      const corrected = convert(value);
      return corrected === value ? undefined : { finding: wrong, corrected, decide };
    },
  ];
}

function lengthTest({ minLength, maxLength }: TagCheck, finding: ToFinding): readonly Test[] {
  if (minLength === undefined && maxLength === undefined) return [];
  const { least, most } = { least: minLength ?? 0, most: maxLength ?? Number.MAX_SAFE_INTEGER };
  const decide = "The policy does not determine a value of the right length.";
  const short: Found = {
    finding: finding("value-length", `has fewer than ${least} characters`, "Set a longer value."),
    decide,
  };
  const long: Found = {
    finding: finding("value-length", `has more than ${most} characters`, "Set a shorter value."),
    decide,
  };
  return [
    (value) => {
      const length = countCharacters(value);
      if (length < least) return short;
      return length > most ? long : undefined;
    },
  ];
}

function formatTest({ format }: TagCheck, finding: ToFinding): readonly Test[] {
  if (format === undefined) return [];
  const { title, fits } = FORMATS[format];
  const refused: Found = {
    finding: finding("value-format", `is not ${title}`, `Set it to ${title}.`),
    decide: "The policy does not determine the correct value.",
  };
  return [(value) => (fits(value) ? undefined : refused)];
}

function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function namedValues(values: readonly string[]): string {
  const shown = values.slice(0, MOST_NAMED).map((value) => JSON.stringify(value));
  return values.length > MOST_NAMED ? `${shown.join(", ")} and ${values.length - MOST_NAMED} more` : shown.join(", ");
}
