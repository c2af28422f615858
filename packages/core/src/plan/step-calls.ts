import { itemAt, known, groupBy } from "../batching/batches.ts";
import { coverWithShapes } from "../covering/cover-with-shapes.ts";
import type { ShapeOfCall } from "../covering/cover-with-shapes.ts";
import { writeShapes } from "../driver/write-shapes.ts";
import type { ShapeProfile, WriteShape } from "../driver/write-shapes.ts";
import type { TagChange } from "../batching/batches.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { PlannedResourceChange } from "./plan-entry.ts";

/** One wire call of a plan: the same change for several resources, given by their positions in the list. */
export interface PlannedCall {
  /** 0: tags that have to go first; 1: tags to be written; 2: tags to be removed. */
  readonly step: 0 | 1 | 2;
  readonly kind: ResourceKind;
  readonly resources: readonly number[];
  readonly change: TagChange;
}

/** Removals of more different tag keys than this are not put together with resources that lack some: it would take long. */
const MOST_KEYS_TO_SHARE = 100;

type Cell = readonly [tagKey: string, value: string];

/** What is asked for in one step, as the cover problem wants it. */
interface StepRow {
  readonly resource: number;
  readonly entry: PlannedResourceChange;
  readonly needed: readonly Cell[];
}

/**
 * The calls of the least cost for the entries at some positions, each call with tags to write or tags to remove: resources
 * share a call if they need the same tags, or have them already. No call changes what an entry does not say.
 */
export function stepCalls(
  entries: readonly PlannedResourceChange[],
  chosen: Iterable<number>,
  profile: ShapeProfile,
): readonly PlannedCall[] {
  const calls: PlannedCall[] = [];
  const positions = groupBy(chosen, (position) => itemAt(entries, position).kind);
  for (const step of [0, 1, 2] as const) {
    for (const [kind, ofKind] of positions) {
      const rows = ofKind.map((resource) => stepRow(step, resource, itemAt(entries, resource)));
      calls.push(
        ...coverStep(
          step,
          kind,
          rows.filter(({ needed }) => needed.length > 0),
          profile,
        ),
      );
    }
  }
  return calls;
}

function stepRow(step: PlannedCall["step"], resource: number, entry: PlannedResourceChange): StepRow {
  const { set, remove, removeFirst = [] } = entry;
  if (step === 1) return { resource, entry, needed: Object.entries(set) };
  const keys = step === 0 ? removeFirst : remove.filter((key) => !removeFirst.includes(key));
  return { resource, entry, needed: keys.map((key) => [key, ""] as const) };
}

function coverStep(
  step: PlannedCall["step"],
  kind: ResourceKind,
  rows: readonly StepRow[],
  profile: ShapeProfile,
): readonly PlannedCall[] {
  if (rows.length === 0) return [];
  const shapes = writeShapes(profile, step === 1 ? "writeTags" : "removeTags", kind);
  const items = new Items();
  const needed = rows.map((row) => row.needed.map(([key, value]) => items.numberOf(key, value)));
  // With one resource per call, no resource can share it; and a cloud can refuse to remove what a resource lacks.
  const sharesNothing =
    shapes.every(({ resources }) => resources === 1) || (step !== 1 && profile.absentTagKeys === "refused");
  const problem = {
    rows: rows.map(({ entry }, index) => ({
      needed: needed[index] ?? [],
      alreadyCovered: sharesNothing ? [] : step === 1 ? written(entry, items) : absent(entry, items),
    })),
    tagKeyOf: items.tagKeyOf,
  };
  const [main, ...others] = shapes.map((shape) => shapeOfCall(shape, rows, items));
  return coverWithShapes(problem, [known(main), ...others]).map(
    ({ rows: inCall, items: itemsInCall, shape: { name } }): PlannedCall => {
      const tags = itemsInCall.map((item) => itemAt(items.all, item));
      const change: TagChange =
        step === 1 ? { type: "set", tags: new Map(tags) } : { type: "remove", tagKeys: tags.map(([key]) => key) };
      return {
        step,
        kind,
        resources: inCall.map((row) => itemAt(rows, row).resource),
        change: name === undefined ? change : { ...change, shape: name },
      };
    },
  );
}

interface NamedShape extends ShapeOfCall {
  readonly name: string | undefined;
}

function shapeOfCall(
  { shape, resources, tags, addsOnly, seconds }: WriteShape,
  rows: readonly StepRow[],
  items: Items,
): NamedShape {
  const isNew = (row: number, item: number) => {
    const [key] = itemAt(items.all, item);
    return !Object.hasOwn(itemAt(rows, row).entry.before, key);
  };
  return { name: shape, resources, items: tags, cost: seconds, ...(addsOnly && { accepts: isNew }) };
}

/** Tags of the step that the resource has already, and keeps. */
function written({ before, set, remove }: PlannedResourceChange, items: Items): readonly number[] {
  return Object.entries(before).flatMap(([key, value]) => {
    const item = Object.hasOwn(set, key) || remove.includes(key) ? undefined : items.known(key, value);
    return item === undefined ? [] : [item];
  });
}

/** Tag keys of the step that the resource lacks, and is not given. */
function absent({ before, set }: PlannedResourceChange, items: Items): readonly number[] {
  if (items.all.length > MOST_KEYS_TO_SHARE) return [];
  return items.all.flatMap(([key], item) => (Object.hasOwn(before, key) || Object.hasOwn(set, key) ? [] : [item]));
}

/** Numbers for tags, in the order in which they are met. */
class Items {
  readonly all: Cell[] = [];
  readonly tagKeyOf: number[] = [];
  readonly #numbers = new Map<string, Map<string, number>>();
  readonly #tagKeys = new Map<string, number>();

  known(key: string, value: string): number | undefined {
    return this.#numbers.get(key)?.get(value);
  }

  numberOf(key: string, value: string): number {
    let values = this.#numbers.get(key);
    if (values === undefined) {
      this.#tagKeys.set(key, this.#tagKeys.size);
      this.#numbers.set(key, (values = new Map()));
    }
    let number = values.get(value);
    if (number === undefined) {
      number = this.all.length;
      values.set(value, number);
      this.all.push([key, value]);
      this.tagKeyOf.push(known(this.#tagKeys.get(key)));
    }
    return number;
  }
}
