import { tagLimit, isReservedKey, type TagRecord, type TagRules } from "@crosstag/core";
import { matchesAnyGlob } from "@crosstag/core/internal";
import { mapTag, type MappedTag } from "../mapping/map-tag.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { tagViolations } from "../mapping/tag-fit.ts";
import { suggestSpelling, withCollisions, type SpellingSuggestion } from "../portability/suggest-spelling.ts";
import { splitByCapacity } from "./split-by-capacity.ts";

/** Which tags to transfer to a target, and how. */
export interface TransferRequest {
  /** How tags change on the way. */
  readonly mapping: Mapping;
  /** The tags of the source. */
  readonly source: TagRecord;
  /** The current tags of the target. They stay, except values that the source overwrites. */
  readonly before: TagRecord;
  /** Tag rules of the target, for its kind of resource (`rulesFor`). */
  readonly rules: TagRules;
  /** Tag rules of the source: tags that its cloud reserves are not copied. */
  readonly sourceRules?: TagRules;
  /** Drop tags that the target does not accept. Default false: each of them is a problem. */
  readonly allowLoss?: boolean;
}

/** Why a tag is not copied. */
export type DropReason =
  /** The mapping excludes it. */
  | "excluded"
  /** The cloud of the source reserves tags of this name. */
  | "reserved"
  | "does-not-fit"
  | "over-limit"
  /** Two tags of the source would have one key. */
  | "collision";

/** A tag of the source that is not copied. */
export interface DroppedTag {
  /** In the source. */
  readonly tagKey: string;
  /** Why it is not copied. */
  readonly reason: DropReason;
  /** One sentence, without tag values. */
  readonly why: string;
  /** The rule that refuses it. */
  readonly rule?: string;
  /** Whether dropping it loses data: neither the mapping nor the cloud asked for it. */
  readonly loss: boolean;
  /** Only for `does-not-fit`: a spelling that the target accepts. Absent: there is none. */
  readonly suggestion?: SpellingSuggestion;
}

/** Why the tags of a source cannot be transferred. */
export interface TransferProblem {
  /** `collision`: two tags would get the same key. `loss`: a tag would be lost, and that is not allowed. */
  readonly problem: "collision" | "loss";
  /** In the source. */
  readonly tagKeys: readonly string[];
  /** One sentence, without tag values. */
  readonly message: string;
  /** How to fix it, in one sentence. */
  readonly fix: string;
  /** A spelling of the tag that the target accepts, which a person has to choose. */
  readonly suggestion?: SpellingSuggestion;
}

/** The tags that a target gets from its source. */
export interface Transfer {
  /** All tags of the target afterwards. */
  readonly desired: TagRecord;
  /** Tags that are copied unchanged. */
  readonly unchanged: readonly MappedTag[];
  /** Tags that are copied in another form. */
  readonly changed: readonly MappedTag[];
  /** Tags of the source that are not copied. */
  readonly dropped: readonly DroppedTag[];
  /** Tag keys of the target whose value is overwritten. */
  readonly overwritten: readonly string[];
  /** If empty, `desired` may be planned. */
  readonly problems: readonly TransferProblem[];
}

/** Copies the tags of one resource to another, as data. Pure; added tags always fit the rules of the target. */
export function transferTags(request: TransferRequest): Transfer {
  const { mapping, before, rules, allowLoss = false } = request;
  const { copied, dropped } = excludeTags(request);
  const mapped = copied.map(([key, value]) => mapTag(mapping, { key, value }, rules));
  const { alone, colliding } = splitCollisions(mapped);
  for (const tags of colliding) dropped.push(...tags.map((tag) => collided(tag, tags)));
  const fitting = alone.filter((tag) => {
    const [violation] = tagViolations(tag.to, rules);
    if (violation === undefined) return true;
    const { message: why, rule } = violation;
    const suggestion = suggestionFor(tag, mapped, rules);
    const found = { tagKey: tag.from.key, reason: "does-not-fit", why, rule, loss: true } as const;
    dropped.push({ ...found, ...(suggestion !== undefined && { suggestion }) });
    return false;
  });

  const own = new Map(Object.entries(before).filter(([key]) => !isReservedKey(key, rules)));
  const limit = tagLimit(rules);
  const { arriving, left } = splitByCapacity(fitting, own, limit, mapping.priorities ?? []);
  for (const { from } of left) {
    const why = `${rules.title} accepts ${limit} tags per resource, and other tags have priority.`;
    dropped.push({ tagKey: from.key, reason: "over-limit", why, loss: true });
  }

  const arrived = arriving.map(({ to }): [string, string] => [to.key, to.value]);
  return {
    desired: Object.fromEntries([...Object.entries(before), ...arrived]),
    unchanged: arriving.filter(({ steps }) => steps.length === 0),
    changed: arriving.filter(({ steps }) => steps.length > 0),
    dropped,
    overwritten: arrived.filter(([key, value]) => own.has(key) && own.get(key) !== value).map(([key]) => key),
    problems: [...colliding.map(collision), ...(allowLoss ? [] : dropped.flatMap(lossOf))],
  };
}

/** Separates the tags to copy from tags that the mapping excludes or the cloud of the source reserves. */
function excludeTags({ source, mapping, sourceRules }: TransferRequest): {
  readonly copied: readonly [string, string][];
  readonly dropped: DroppedTag[];
} {
  const dropped: DroppedTag[] = [];
  const copied = Object.entries(source).filter(([tagKey]) => {
    if (sourceRules !== undefined && isReservedKey(tagKey, sourceRules)) {
      const why = `${sourceRules.title} reserves tags of this name.`;
      dropped.push({ tagKey, reason: "reserved", why, loss: false });
      return false;
    }
    if (!matchesAnyGlob(mapping.exclude ?? [], tagKey)) return true;
    dropped.push({ tagKey, reason: "excluded", why: "The mapping excludes it.", loss: false });
    return false;
  });
  return { copied, dropped };
}

function splitCollisions(mapped: readonly MappedTag[]): {
  readonly alone: readonly MappedTag[];
  readonly colliding: readonly (readonly MappedTag[])[];
} {
  const byTarget = new Map<string, MappedTag[]>();
  for (const tag of mapped) {
    const same = byTarget.get(tag.to.key);
    if (same === undefined) byTarget.set(tag.to.key, [tag]);
    else same.push(tag);
  }
  const groups = [...byTarget.values()];
  return {
    alone: groups.flatMap((tags) => (tags.length === 1 ? tags : [])),
    colliding: groups.filter((tags) => tags.length > 1),
  };
}

function suggestionFor(tag: MappedTag, all: readonly MappedTag[], rules: TagRules): SpellingSuggestion | undefined {
  const suggestion = suggestSpelling(tag, rules);
  const becoming = all.map(({ from, to }) => [from.key, to.key] as const);
  return suggestion && withCollisions(suggestion, tag.from.key, becoming);
}

function collided({ from, to }: MappedTag, tags: readonly MappedTag[]): DroppedTag {
  const others = tags.flatMap((tag) => (tag.from.key === from.key ? [] : [JSON.stringify(tag.from.key)]));
  const why = `${others.join(" and ")} would have the same key ${JSON.stringify(to.key)}.`;
  return { tagKey: from.key, reason: "collision", why, loss: false };
}

function collision(tags: readonly MappedTag[]): TransferProblem {
  const names = tags.map(({ from }) => JSON.stringify(from.key));
  return {
    problem: "collision",
    tagKeys: tags.map(({ from }) => from.key),
    message: `The tags ${names.join(" and ")} would have the same key ${JSON.stringify(tags[0]?.to.key)}.`,
    fix: "Rename one of them in the mapping under `keys.rename`, or name it under `exclude`.",
  };
}

function lossOf({ tagKey, reason, why, loss, suggestion }: DroppedTag): readonly TransferProblem[] {
  if (!loss) return [];
  const fix =
    reason === "over-limit"
      ? "Name tags to drop under `exclude`, or set `priorities` and allow the loss."
      : "Change the tag in the mapping, name it under `exclude`, or allow the loss.";
  const message = `The tag ${JSON.stringify(tagKey)} would be lost: ${why}`;
  return [{ problem: "loss", tagKeys: [tagKey], message, fix, ...(suggestion !== undefined && { suggestion }) }];
}
