import type { TagSet } from "../model/tag-set.ts";
import type { ConditionProblem } from "./condition-problem.ts";
import { parseFactCondition } from "./fact-condition.ts";
import type { ResourceFacts } from "./fact-condition.ts";
import { compileMissing, parseTagFilter } from "./tag-filter.ts";

/**
 * Conditions on resources as short texts: the same words on the command line, in selections of desired states and in
 * scopes of policies. All of them must match.
 */
export interface ResourceConditions {
  /**
   * Conditions on tags: `team` (the tag exists), `team=payments` (a glob matches the value), `team=` (the value is empty),
   * `team!=payments` (the tag is absent, or no glob matches the value). Default: none.
   */
  readonly filter?: readonly string[];
  /** Tag keys, or globs of them, that the resource must not have. Default: none. */
  readonly missing?: readonly string[];
  /**
   * Conditions on other facts: `state=enabled`, `origin=external`, `manager=customer`, `created<2026-01-01`, `age>90d`,
   * `expires<30d`, `expires=never`, `alias=alias/pay*`. Costs one read for each resource that all other conditions match;
   * conditions on aliases alone cost one list for each cloud. Default: none.
   */
  readonly where?: readonly string[];
}

/** A condition that cannot be understood, with its place in `ResourceConditions`. */
export interface MisplacedCondition extends ConditionProblem {
  /** The list, and the position in it. */
  readonly path: readonly [field: keyof ResourceConditions, position: number];
}

/** Conditions, prepared for many resources. */
export interface CompiledConditions {
  /** Whether resources that match by their tags have to be described, because of a condition on what a description has. */
  readonly needsDescription: boolean;
  /** Whether the aliases of resources that match by their tags have to be known. */
  readonly needsAliases: boolean;
  /** Whether all conditions on tags match. */
  readonly matchesTags: (tags: TagSet) => boolean;
  /** Whether all conditions on facts match. */
  readonly matchesFacts: (facts: ResourceFacts) => boolean;
}

/** Every condition that cannot be understood. */
export function checkConditions({
  filter = [],
  missing = [],
  where = [],
}: ResourceConditions): readonly MisplacedCondition[] {
  const problems = (field: MisplacedCondition["path"][0], texts: readonly string[], parse: (text: string) => unknown) =>
    texts.flatMap((text, position): readonly MisplacedCondition[] => {
      const parsed = parse(text);
      return isProblem(parsed) ? [{ ...parsed, path: [field, position] }] : [];
    });
  return [
    ...problems("filter", filter, parseTagFilter),
    ...problems("missing", missing, parseMissingKey),
    ...problems("where", where, parseFactCondition),
  ];
}

/**
 * @param now the time that durations such as `expires<30d` count from
 * @throws TypeError if a condition cannot be understood: call `checkConditions` first, which reports all with their place
 */
export function compileConditions(
  { filter = [], missing = [], where = [] }: ResourceConditions,
  now: Date,
): CompiledConditions {
  const tagTests = filter.map((text) => understood(parseTagFilter(text)));
  for (const text of missing) understood(parseMissingKey(text));
  if (missing.length > 0) tagTests.push(compileMissing(missing));
  const facts = where.map((text) => understood(parseFactCondition(text)));
  const time = now.getTime();
  return {
    needsDescription: facts.some(({ reads }) => reads === "description"),
    needsAliases: facts.some(({ reads }) => reads === "aliases"),
    matchesTags: (tags) => tagTests.every((test) => test(tags)),
    matchesFacts: (known) => facts.every(({ test }) => test(known, time)),
  };
}

function parseMissingKey(text: string): ConditionProblem | undefined {
  if (text.trim() === "") return { problem: "is empty", fix: "Write a tag key." };
  return text.includes("=")
    ? {
        problem: "has a “=”",
        fix: "Write the tag key alone. For another value, write team!=payments under filter (--filter).",
      }
    : undefined;
}

function understood<Test>(parsed: Test | ConditionProblem): Test {
  if (isProblem(parsed)) throw new TypeError(`A condition ${parsed.problem}. ${parsed.fix}`);
  return parsed;
}

function isProblem(parsed: unknown): parsed is ConditionProblem {
  return typeof parsed === "object" && parsed !== null && "problem" in parsed;
}
