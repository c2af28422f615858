import {
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
import { tagLimit, tagViolations } from "../mapping/tag-fit.ts";
import { findRemedy, type Remedy } from "./find-remedy.ts";

/** A cloud that tags may go to. */
export interface PortabilityCloud {
  /** As the caller calls it. */
  readonly name: string;
  /** Of all its kinds. */
  readonly rules: TagRules;
  /** Kinds of resources that it can tag. */
  readonly kinds: readonly ResourceKind[];
}

/** The tags of one resource, or tags that are to be for one. In order, duplicates included. */
export interface PortabilitySubject {
  readonly reference?: string;
  readonly kind: ResourceKind;
  readonly tags: readonly Tag[];
  /** Of the cloud that they are in now: its own tags are left out. */
  readonly sourceRules?: TagRules;
}

export type PortabilityResult =
  | "unchanged"
  /** A mapping can carry it, and bring it back: see `remedy`. */
  | "needs-mapping"
  /** No rule can carry it and bring it back; what is left is a value chosen by hand, or to leave it out. */
  | "not-portable";

export interface TagPortability {
  readonly tagKey: string;
  readonly result: PortabilityResult;
  /** What the cloud holds against it. */
  readonly violations: readonly Violation[];
  readonly remedy?: Remedy;
}

export interface Portability {
  readonly cloud: string;
  readonly reference?: string;
  readonly kind: ResourceKind;
  /** The worst of its tags and of the whole. */
  readonly result: PortabilityResult;
  readonly tags: readonly TagPortability[];
  /** About all of them together: too many, the cloud has no such kind. */
  readonly violations: readonly Violation[];
  /** Tags more than the cloud takes on one resource. */
  readonly tooMany: number;
  /** Keys that differ in case only, and the like: they go, but look at them. */
  readonly warnings: readonly Violation[];
}

/** How tags would fare on each cloud, unchanged or mapped. Pure. */
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
  const judged = tags.map((tag): TagPortability => {
    const violations = tagViolations(tag, rules);
    if (violations.length === 0) return { tagKey: tag.key, result: "unchanged", violations };
    const remedy = findRemedy(tag, rules);
    if (remedy === undefined) return { tagKey: tag.key, result: "not-portable", violations };
    return { tagKey: tag.key, result: "needs-mapping", violations, remedy };
  });
  const tooMany = Math.max(0, tags.length - tagLimit(rules));
  // Counted as they are: a tag that has to be mapped needs its room, too.
  const counted = checkTags(
    tags.map((_, position) => ({ key: `k${position}`, value: "v" })),
    { ...rules, rules: rules.rules.filter(({ check }) => check === "count") },
  );
  const twice = tags.length === 0 ? [] : checkTagList(tags).filter(({ rule }) => rule === "crosstag.duplicate-key");
  const violations = [...twice, ...counted];
  return {
    ...named,
    result: worst([...judged.map(({ result }) => result), violations.length > 0 ? "not-portable" : "unchanged"]),
    tags: judged,
    violations,
    tooMany,
    warnings: [
      ...checkTags(tags, rules).filter(({ severity }) => severity === "warning"),
      ...checkLookAlikes(tags).filter(({ rule }) => rule === "crosstag.look-alike"),
    ],
  };
}

function withoutKind({ rules }: PortabilityCloud, kind: ResourceKind): Violation {
  return {
    severity: "error",
    rule: "crosstag.unsupported",
    provider: rules.provider,
    message: `${rules.title} has no ${kind}s that can be tagged.`,
    fix: "Pair the resource with one of another kind, or leave it where it is.",
  };
}

function worst(results: readonly PortabilityResult[]): PortabilityResult {
  if (results.includes("not-portable")) return "not-portable";
  return results.includes("needs-mapping") ? "needs-mapping" : "unchanged";
}
