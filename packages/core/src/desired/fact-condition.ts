import type { KeyFacts, ResourceDescription, ResourceManager, ResourceState } from "../model/resource-description.ts";
import { RESOURCE_STATES } from "../model/resource-description.ts";
import type { ConditionProblem } from "./condition-problem.ts";
import { compileGlobs } from "./matches-glob.ts";
import { parseMoment } from "./parse-moment.ts";

/** Facts of a resource that conditions compare, besides its name and its tags. Absent: not known, or the resource has none. */
export interface ResourceFacts {
  /** The state. */
  readonly state?: ResourceState;
  /** Who manages the resource. */
  readonly managedBy?: ResourceManager;
  /** Where the material of a key comes from. */
  readonly origin?: KeyFacts["origin"];
  /** When it was created, in milliseconds since 1970. */
  readonly createdAt?: number;
  /** When the current material of a key expires, in milliseconds since 1970; `null`: it does not expire. */
  readonly expiresAt?: number | null;
  /** Names of the aliases: `alias/billing`. Empty: it has none. */
  readonly aliases?: readonly string[];
}

/** Tests the facts of one resource. A fact that is not known meets no condition. */
type FactTest = (facts: ResourceFacts, now: number) => boolean;

/** A condition on a fact. */
export interface FactCondition {
  /** What has to be read before the test: aliases come from a list, other facts from the description of each resource. */
  readonly reads: "aliases" | "description";
  /** Whether the condition holds. */
  readonly test: FactTest;
}

/** The facts in a description. */
export function factsOfDescription({ state, managedBy, createdAt, key }: ResourceDescription): ResourceFacts {
  return {
    state,
    managedBy,
    ...(createdAt !== undefined && { createdAt }),
    ...(key !== undefined && { origin: key.origin, expiresAt: key.expiresAt ?? null }),
  };
}

/**
 * Parses one condition on a fact: `state=enabled`, `origin!=external`, `manager=customer`, `created<2026-01-01`,
 * `age>90d`, `expires<30d`, `expires=never`, `alias=alias/pay*`. Facts, states and origins in any case.
 */
export function parseFactCondition(text: string): FactCondition | ConditionProblem {
  const [, fact = "", operator = "", value = ""] = /^\s*(\w+)\s*(!=|<=|>=|=|<|>)\s*(.*?)\s*$/s.exec(text) ?? [];
  const parse = FACTS.get(fact.toLowerCase());
  if (parse !== undefined) {
    const test = parse(operator, value);
    if (typeof test !== "function") return test;
    return { reads: fact.toLowerCase() === "alias" ? "aliases" : "description", test };
  }
  return operator === ""
    ? { problem: "is not a condition", fix: EXAMPLES }
    : {
        problem: `names an unknown fact: ${fact}`,
        fix: `Write one of: ${[...FACTS.keys()].join(", ")}. A tag is not a fact: write it under filter (--filter).`,
      };
}

const EXAMPLES = "Write a fact, a comparison and a value: state=enabled, created<2026-01-01, expires<30d.";

type FactParser = (operator: string, value: string) => FactTest | ConditionProblem;

const ORIGINS: readonly KeyFacts["origin"][] = ["external", "cloud", "hardware", "other"];
const MANAGERS: readonly ResourceManager[] = ["customer", "cloud"];

const FACTS: ReadonlyMap<string, FactParser> = new Map<string, FactParser>([
  ["state", wordFact("state", RESOURCE_STATES, ({ state }) => state)],
  ["origin", wordFact("origin", ORIGINS, ({ origin }) => origin)],
  ["manager", wordFact("manager", MANAGERS, ({ managedBy }) => managedBy)],
  ["created", (operator, value) => parseCreated(operator, value)],
  ["age", (operator, value) => parseAge(operator, value)],
  ["expires", (operator, value) => parseExpires(operator, value)],
  ["alias", (operator, value) => parseAlias(operator, value)],
]);

function wordFact(
  fact: string,
  words: readonly string[],
  read: (facts: ResourceFacts) => string | undefined,
): FactParser {
  return (operator, value) => {
    if (operator !== "=" && operator !== "!=")
      return { problem: `compares ${fact} with ${operator}`, fix: `Write ${fact}=… or ${fact}!=….` };
    const word = value.toLowerCase();
    if (!words.includes(word))
      return { problem: `has an unknown ${fact}`, fix: `Write ${fact}= and one of: ${words.join(", ")}.` };
    return (facts) => {
      const known = read(facts);
      return known !== undefined && (known === word) === (operator === "=");
    };
  };
}

type Comparison = (left: number, right: number) => boolean;

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ["<", (left, right) => left < right],
  ["<=", (left, right) => left <= right],
  [">", (left, right) => left > right],
  [">=", (left, right) => left >= right],
]);

function parseCreated(operator: string, value: string): FactTest | ConditionProblem {
  const compare = COMPARISONS.get(operator);
  if (compare === undefined) return { problem: `compares a time with ${operator}`, fix: "Write created< or created>." };
  const moment = parseMoment(value);
  if (moment === undefined || "duration" in moment)
    return { problem: "has no date", fix: "Write created<2026-01-01. To compare how old it is: age>90d." };
  return ({ createdAt }) => createdAt !== undefined && compare(createdAt, moment.time);
}

function parseAge(operator: string, value: string): FactTest | ConditionProblem {
  const compare = COMPARISONS.get(operator);
  if (compare === undefined) return { problem: `compares a time with ${operator}`, fix: "Write age< or age>." };
  const moment = parseMoment(value);
  if (moment === undefined || "time" in moment)
    return { problem: "has no duration", fix: "Write age>90d: hours (h), days (d) or weeks (w)." };
  return ({ createdAt }, now) => createdAt !== undefined && compare(now - createdAt, moment.duration);
}

function parseExpires(operator: string, value: string): FactTest | ConditionProblem {
  if (value.toLowerCase() === "never" && (operator === "=" || operator === "!="))
    return ({ expiresAt }) => expiresAt !== undefined && (expiresAt === null) === (operator === "=");
  const compare = COMPARISONS.get(operator);
  const moment = parseMoment(value);
  if (compare === undefined || moment === undefined)
    return {
      problem: compare === undefined ? `compares a time with ${operator}` : "has no date and no duration",
      fix: "Write expires<30d, expires>2026-12-31 or expires=never.",
    };
  return ({ expiresAt }, now) =>
    typeof expiresAt === "number" && compare(expiresAt, "time" in moment ? moment.time : now + moment.duration);
}

function parseAlias(operator: string, value: string): FactTest | ConditionProblem {
  if (operator !== "=" && operator !== "!=") return { problem: `compares alias with ${operator}`, fix: ALIASES };
  // A glob without the prefix would match no alias, without a word.
  if (!/^(?:alias\/|\*)./.test(value) && value !== "*") return { problem: "has no name of an alias", fix: ALIASES };
  const matches = compileGlobs([value]);
  return ({ aliases }) => aliases !== undefined && aliases.some(matches) === (operator === "=");
}

const ALIASES = "Write alias=alias/pay*, alias!=alias/pay*, or alias=* for resources that have an alias.";
