import type { Severity, TagCheck } from "../policy/policy.ts";
import { compileExpression } from "../policy/compile-expression.ts";
import { FORMATS } from "../policy/value-formats.ts";
import { compileGlobs } from "./compile-scope.ts";
import type { CheckName, Finding, Problem } from "./problem.ts";

/** Values that are remembered with what is wrong with them: many resources carry the same few. */
const MOST_REMEMBERED = 1_000;

/** Allowed values that a message names. */
const MOST_NAMED = 8;

export type ValueTest = (value: string) => readonly Problem[];

const NONE: readonly Problem[] = [];

/** What is wrong with the value of one tag, as far as the value itself says. */
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
/** A correction is given by its value alone; the tag key is the check's. */
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
    finding: finding("value-not-allowed", `is not allowed; allowed: ${named}`, `Give it one of: ${named}.`),
    decide: "Which of the allowed values is meant is not to be guessed.",
  };
  const misspelt = finding(
    "value-spelling",
    "is a different spelling of an allowed value",
    `Write it as the policy does: ${named}.`,
  );
  return [
    (value) => {
      const wanted = spelled.get(value.toLowerCase()) ?? value;
      if (fold(wanted) !== fold(value))
        return { finding: misspelt, corrected: wanted, decide: "Its spelling is the business of another rule, too." };
      const folded = fold(value);
      if (!isLimited || allowed.has(folded) || fits(folded)) return undefined;
      const [canonical, ...others] = spellings.get(value.toLowerCase()) ?? [];
      if (canonical === undefined || others.length > 0) return refused;
      return { finding: misspelt, corrected: canonical, decide: "Its spelling is the business of another rule, too." };
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
    finding: finding("value-pattern", `does not fit ${matches}`, "Give it a value that fits."),
    decide: "Which value that fits is meant is not to be guessed.",
  };
  return [(value) => (test(value) ? undefined : refused)];
}

function caseTest({ case: wanted }: TagCheck, finding: ToFinding): readonly Test[] {
  if (wanted === undefined) return [];
  const convert = (value: string) => (wanted === "lower" ? value.toLowerCase() : value.toUpperCase());
  const wrong = finding("value-case", `is not in ${wanted} case`, `Write it in ${wanted} case.`);
  const decide = "Its case is the business of another rule, too.";
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
  const decide = "A value of another length has to come from a person.";
  const short: Found = {
    finding: finding("value-length", `has fewer than ${least} characters`, "Give it a longer one."),
    decide,
  };
  const long: Found = {
    finding: finding("value-length", `has more than ${most} characters`, "Give it a shorter one."),
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
    finding: finding("value-format", `is not ${title}`, `Give it ${title}.`),
    decide: "What was meant is not to be guessed.",
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
