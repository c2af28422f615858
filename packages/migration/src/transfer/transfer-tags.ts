import { isReservedKey, matchesAnyGlob, type TagRecord, type TagRules } from "@crosstag/core";
import { mapTag, type MappedTag } from "../mapping/map-tag.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { tagLimit, tagViolations } from "../mapping/tag-fit.ts";
import { splitByCapacity } from "./split-by-capacity.ts";

export interface TransferRequest {
  readonly mapping: Mapping;
  readonly source: TagRecord;
  /** The tags of the target now. They stay, but for values that the source has differently. */
  readonly before: TagRecord;
  /** Of the target, for its kind of resource (`rulesFor`). */
  readonly rules: TagRules;
  /** Of the source: tags that its cloud keeps for itself are left there. */
  readonly sourceRules?: TagRules;
  /** Drop what the target cannot take; default false, which makes each of these a problem. */
  readonly allowLoss?: boolean;
}

export type DropReason =
  /** The mapping says so. */
  | "excluded"
  /** The source's cloud keeps such tags for itself. */
  | "kept-by-cloud"
  | "does-not-fit"
  | "over-limit"
  /** Two tags of the source land on one key. */
  | "collision";

export interface DroppedTag {
  /** As the source has it. */
  readonly tagKey: string;
  readonly reason: DropReason;
  /** One sentence, without tag values. */
  readonly why: string;
  /** The rule that speaks against it. */
  readonly rule?: string;
  /** Nobody said that this tag may be lost. */
  readonly loss: boolean;
}

export interface TransferProblem {
  readonly problem: "collision" | "loss";
  /** As the source has them. */
  readonly tagKeys: readonly string[];
  /** One sentence, without tag values. */
  readonly message: string;
  readonly fix: string;
}

export interface Transfer {
  /** All tags of the target afterwards. */
  readonly desired: TagRecord;
  /** Tags that arrive as they were. */
  readonly unchanged: readonly MappedTag[];
  /** Tags that arrive in another form. */
  readonly changed: readonly MappedTag[];
  readonly dropped: readonly DroppedTag[];
  /** Keys of the target whose value becomes another. */
  readonly overwritten: readonly string[];
  /** Empty: `desired` may be planned. */
  readonly problems: readonly TransferProblem[];
}

/** What becomes of the tags of one resource on their way to another. Pure; what it wants always fits the rules. */
export function transferTags(request: TransferRequest): Transfer {
  const { mapping, before, rules, allowLoss = false } = request;
  const { leaving, dropped } = leaveBehind(request);
  const mapped = leaving.map(([key, value]) => mapTag(mapping, { key, value }, rules));
  const { alone, colliding } = splitCollisions(mapped);
  for (const tags of colliding) dropped.push(...tags.map((tag) => collided(tag, tags)));
  const fitting = alone.filter((tag) => {
    const [violation] = tagViolations(tag.to, rules);
    if (violation === undefined) return true;
    const { message: why, rule } = violation;
    dropped.push({ tagKey: tag.from.key, reason: "does-not-fit", why, rule, loss: true });
    return false;
  });

  const own = new Map(Object.entries(before).filter(([key]) => !isReservedKey(key, rules)));
  const limit = tagLimit(rules);
  const { arriving, left } = splitByCapacity(fitting, own, limit, mapping.priorities ?? []);
  for (const { from } of left) {
    const why = `${rules.title} takes ${limit} tags on a resource, and others come first.`;
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

/** Tags that somebody has said are not to be carried. */
function leaveBehind({ source, mapping, sourceRules }: TransferRequest): {
  readonly leaving: readonly [string, string][];
  readonly dropped: DroppedTag[];
} {
  const dropped: DroppedTag[] = [];
  const leaving = Object.entries(source).filter(([tagKey]) => {
    if (sourceRules !== undefined && isReservedKey(tagKey, sourceRules)) {
      const why = `${sourceRules.title} keeps tags of this name for itself.`;
      dropped.push({ tagKey, reason: "kept-by-cloud", why, loss: false });
      return false;
    }
    if (!matchesAnyGlob(mapping.exclude ?? [], tagKey)) return true;
    dropped.push({ tagKey, reason: "excluded", why: "The mapping leaves it out.", loss: false });
    return false;
  });
  return { leaving, dropped };
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

function collided({ from, to }: MappedTag, tags: readonly MappedTag[]): DroppedTag {
  const others = tags.flatMap((tag) => (tag.from.key === from.key ? [] : [JSON.stringify(tag.from.key)]));
  const why = `${others.join(" and ")} would become ${JSON.stringify(to.key)}, too.`;
  return { tagKey: from.key, reason: "collision", why, loss: false };
}

function collision(tags: readonly MappedTag[]): TransferProblem {
  const names = tags.map(({ from }) => JSON.stringify(from.key));
  return {
    problem: "collision",
    tagKeys: tags.map(({ from }) => from.key),
    message: `The tags ${names.join(" and ")} would both become ${JSON.stringify(tags[0]?.to.key)}.`,
    fix: "Rename one of them in the mapping, or leave one out.",
  };
}

function lossOf({ tagKey, reason, why, loss }: DroppedTag): readonly TransferProblem[] {
  if (!loss) return [];
  const fix =
    reason === "over-limit"
      ? "Name what may stay behind under exclude, or say priorities and allow the loss."
      : "Change the tag in the mapping, leave it out, or allow the loss.";
  return [
    { problem: "loss", tagKeys: [tagKey], message: `The tag ${JSON.stringify(tagKey)} would be lost: ${why}`, fix },
  ];
}
