import type { WriteShape } from "../driver/write-shapes.ts";

/** Tags next to each other that are sent in calls of one shape. */
export interface ShapeColumns {
  readonly shape: WriteShape;
  readonly tags: number;
}

/** Resources next to each other that get their tags in the same way. */
export interface ShapeRows {
  readonly resources: number;
  /** All tags of the change, in their order. */
  readonly columns: readonly ShapeColumns[];
}

interface Priced<Parts> {
  readonly parts: readonly Parts[];
  readonly seconds: number;
  readonly calls: number;
}

const NONE = { parts: [], seconds: 0, calls: 0 } as const;

/**
 * How the same tags get to many resources at the least cost: all in one shape, or whole calls of one shape and the rest in
 * another. Never at a higher cost than in the first shape alone.
 */
export function tileShapes(
  resources: number,
  tags: number,
  shapes: readonly [WriteShape, ...WriteShape[]],
): readonly ShapeRows[] {
  const [main, ...others] = shapes;
  if (others.length === 0) return resources === 0 ? [] : [{ resources, columns: [{ shape: main, tags }] }];
  return tileRows(resources, tags, shapes).parts;
}

function tileRows(resources: number, tags: number, shapes: readonly WriteShape[]): Priced<ShapeRows> {
  if (resources === 0) return NONE;
  const whole = rowsOf(resources, tags, shapes);
  const parts = shapes.flatMap((shape) => {
    const full = resources - (resources % shape.resources);
    if (full === 0 || full === resources) return [];
    return [add(rowsOf(full, tags, shapes), tileRows(resources - full, tags, shapes))];
  });
  return cheapest([whole, ...parts]);
}

function rowsOf(resources: number, tags: number, shapes: readonly WriteShape[]): Priced<ShapeRows> {
  const { parts, seconds, calls } = tileColumns(resources, tags, shapes);
  return { parts: [{ resources, columns: parts }], seconds, calls };
}

function tileColumns(resources: number, tags: number, shapes: readonly WriteShape[]): Priced<ShapeColumns> {
  if (tags === 0) return NONE;
  return cheapest(
    shapes.flatMap((shape) => {
      const whole = columnsOf(resources, tags, shape);
      const full = tags - (tags % shape.tags);
      if (full === 0 || full === tags) return [whole];
      // Other shapes for the rest, if the resources of their calls do not overlap with those of this one.
      const fitting = shapes.filter((other) => fitTogether(shape, other));
      return [whole, add(columnsOf(resources, full, shape), tileColumns(resources, tags - full, fitting))];
    }),
  );
}

function columnsOf(resources: number, tags: number, shape: WriteShape): Priced<ShapeColumns> {
  const calls = Math.ceil(resources / shape.resources) * Math.ceil(tags / shape.tags);
  return { parts: [{ shape, tags }], calls, seconds: calls * shape.seconds };
}

function fitTogether(one: WriteShape, other: WriteShape): boolean {
  const [least, most] = [one.resources, other.resources].toSorted((left, right) => left - right);
  return least !== undefined && most !== undefined && most % least === 0;
}

function add<Parts>(one: Priced<Parts>, other: Priced<Parts>): Priced<Parts> {
  return {
    parts: [...one.parts, ...other.parts],
    seconds: one.seconds + other.seconds,
    calls: one.calls + other.calls,
  };
}

/** Of equal cost the first. */
function cheapest<Parts>(tilings: readonly Priced<Parts>[]): Priced<Parts> {
  return tilings.reduce((best, one) => (isCheaper(one, best) ? one : best));
}

function isCheaper<Parts>(one: Priced<Parts>, other: Priced<Parts>): boolean {
  const difference = one.seconds - other.seconds;
  // Sums of fractions have rounding errors.
  return difference < -1e-9 || (difference < 1e-9 && one.calls < other.calls);
}
