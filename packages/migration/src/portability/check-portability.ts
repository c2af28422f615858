import {
  tagLimit,
  checkLookAlikes,
  checkTagList,
  checkTags,
  isReservedKey,
  rulesFor,
  type ResourceKind,
  type Tag,
  type TagRules,
  type Violation,
} from "@crosstag/core";
import { tagViolations } from "../mapping/tag-fit.ts";
import { suggestSpelling, withCollisions, type SpellingSuggestion } from "./suggest-spelling.ts";
import { findRemedy, type Remedy } from "./find-remedy.ts";

/** A target cloud. */
export interface PortabilityCloud {
  /** The name that the caller uses. */
  readonly name: string;
  /** Tag rules for all its kinds. */
  readonly rules: TagRules;
  /** Kinds of resources that can have tags. */
  readonly kinds: readonly ResourceKind[];
}

/** The tags of one resource, or tags planned for one. In order, duplicates included. */
export interface PortabilitySubject {
  /** The name for the result. Absent: the tags do not belong to a resource. */
  readonly reference?: string;
  /** The kind of resource that the tags are for. */
  readonly kind: ResourceKind;
  /** The tags to check. */
  readonly tags: readonly Tag[];
  /** Tag rules of the cloud that they are in now: its reserved tags are ignored. */
  readonly sourceRules?: TagRules;
}

/** Whether a cloud accepts tags. */
export type PortabilityResult =
  | "unchanged"
  /** A mapping can copy and restore it: see `remedy` and `suggestion`. */
  | "needs-mapping"
  /** No mapping rule can copy and restore it. Choose a value manually, or exclude it. */
  | "not-portable";

/** Whether a cloud accepts one tag. */
export interface TagPortability {
  /** The tag key. */
  readonly tagKey: string;
  /** Whether the cloud accepts the tag. */
  readonly result: PortabilityResult;
  /** Rules of the cloud that it breaks. */
  readonly violations: readonly Violation[];
  /** The encoding that makes it fit. Absent: none does. */
  readonly remedy?: Remedy;
  /** A spelling that fits, which a person has to choose. Absent: the tag fits, or no spelling of it does. */
  readonly suggestion?: SpellingSuggestion;
}

/** Whether one cloud accepts the tags of one resource. */
export interface Portability {
  /** The cloud's name, as given. */
  readonly cloud: string;
  /** The resource, as given. Absent: the tags do not belong to one. */
  readonly reference?: string;
  /** The kind of the resource. */
  readonly kind: ResourceKind;
  /** The worst result of its tags and of all tags together. */
  readonly result: PortabilityResult;
  /** The result for each tag. */
  readonly tags: readonly TagPortability[];
  /** Violations of all tags together: too many tags, or a kind that the cloud does not have. */
  readonly violations: readonly Violation[];
  /** Tags over the limit of the cloud for one resource. */
  readonly tooMany: number;
  /** For example keys that differ in case only: they can be copied, but should be checked. */
  readonly warnings: readonly Violation[];
}

/** Whether each cloud accepts the tags, unchanged or mapped. Pure. */
export function* checkPortability(
  subjects: Iterable<PortabilitySubject>,
  clouds: readonly PortabilityCloud[],
): Generator<Portability, void, undefined> {
  for (const subject of subjects) for (const cloud of clouds) yield checkOne(subject, cloud);
}

function checkOne(
  { reference, kind, tags: given, sourceRules }: PortabilitySubject,
  cloud: PortabilityCloud,
): Portability {
  const tags = sourceRules === undefined ? given : given.filter(({ key }) => !isReservedKey(key, sourceRules));
  const named = { cloud: cloud.name, ...(reference !== undefined && { reference }), kind };
  if (!cloud.kinds.includes(kind)) {
    const violations = [withoutKind(cloud, kind)];
    return { ...named, result: "not-portable", tags: [], violations, tooMany: 0, warnings: [] };
  }
  const rules = rulesFor(cloud.rules, kind);
  const checked = checkEach(tags, rules);
  const tooMany = Math.max(0, tags.length - tagLimit(rules));
  // Counted unmapped: a tag that needs a mapping counts against the limit, too.
  const counted = checkTags(
    tags.map((_, position) => ({ key: `k${position}`, value: "v" })),
    { ...rules, rules: rules.rules.filter(({ check }) => check === "count") },
  );
  const twice = tags.length === 0 ? [] : checkTagList(tags).filter(({ rule }) => rule === "crosstag.duplicate-key");
  const violations = [...twice, ...counted];
  return {
    ...named,
    result: worst([...checked.map(({ result }) => result), violations.length > 0 ? "not-portable" : "unchanged"]),
    tags: checked,
    violations,
    tooMany,
    warnings: [
      ...checkTags(tags, rules).filter(({ severity }) => severity === "warning"),
      ...checkLookAlikes(tags).filter(({ rule }) => rule === "crosstag.look-alike"),
    ],
  };
}

function checkEach(tags: readonly Tag[], rules: TagRules): readonly TagPortability[] {
  const found = tags.map((tag) => ({ tag, violations: tagViolations(tag, rules) }));
  const suggestions = new Map(
    found
      .filter(({ violations }) => violations.length > 0)
      .map(({ tag }) => [tag, suggestSpelling({ from: tag }, rules)]),
  );
  const becoming = found.map(({ tag }) => [tag.key, suggestions.get(tag)?.to.key ?? tag.key] as const);
  return found.map(({ tag, violations }): TagPortability => {
    if (violations.length === 0) return { tagKey: tag.key, result: "unchanged", violations };
    const remedy = findRemedy(tag, rules);
    const suggested = suggestions.get(tag);
    const suggestion = suggested && withCollisions(suggested, tag.key, becoming);
    const isWhole = suggestion !== undefined && !suggestion.shortened && suggestion.collidesWith === undefined;
    return {
      tagKey: tag.key,
      result: remedy !== undefined || isWhole ? "needs-mapping" : "not-portable",
      violations,
      ...(remedy !== undefined && { remedy }),
      ...(suggestion !== undefined && { suggestion }),
    };
  });
}

function withoutKind({ rules }: PortabilityCloud, kind: ResourceKind): Violation {
  return {
    severity: "error",
    rule: "crosstag.unsupported",
    provider: rules.provider,
    message: `${rules.titles?.[kind] ?? rules.title} does not support tags on ${kind}s.`,
    fix: "Pair the resource with one of another kind, or do not migrate it.",
  };
}

function worst(results: readonly PortabilityResult[]): PortabilityResult {
  if (results.includes("not-portable")) return "not-portable";
  return results.includes("needs-mapping") ? "needs-mapping" : "unchanged";
}
