import type { KmsDriver } from "@crosstag/core/driver";
import { createMemoryCloud, decorateDriver, BATCHED_SHAPE } from "@crosstag/core/testing";

/** Resources in one page of a list. */
const PAGE = 1_000;
const TAGS_OF_TEAMS = 500;

/**
 * A cloud with the memory driver's rules whose keys are numbers. The tags of a key are derived from its number and from
 * how often it was written, with one byte per key, so that the cloud itself uses almost no memory.
 */
export function createCountedCloud(keys: number): KmsDriver {
  const { driver } = createMemoryCloud(BATCHED_SHAPE);
  /** 1: stage set; 2: owner set; 4: Owner removed. */
  const state = new Uint8Array(keys);
  const reference = (number: number) => {
    const id = `key-${String(number).padStart(7, "0")}`;
    return { provider: driver.provider, kind: "key" as const, id, alias: false, ...driver.scope, text: id };
  };
  return decorateDriver(driver, {
    listResources: async ({ cursor = "0" }) => {
      const from = Number(cursor);
      const to = Math.min(keys, from + PAGE);
      return {
        resources: Array.from({ length: to - from }, (_, index) => reference(from + index)),
        ...(to < keys && { next: String(to) }),
      };
    },
    readTags: async ({ resources, cursor = "0" }) => {
      const rows = resources.flatMap(({ id }) =>
        tagsOf(numberOf(id), state).map(([key, value]) => ({ id, key, value })),
      );
      const from = Number(cursor);
      return { rows: rows.slice(from, from + 200), ...(from + 200 < rows.length && { next: String(from + 200) }) };
    },
    writeTags: async ({ resources, tags }) => {
      const bits = (tags.has("stage") ? 1 : 0) | (tags.has("owner") ? 2 : 0);
      for (const { id } of resources) state[numberOf(id)] = (state[numberOf(id)] ?? 0) | bits;
      return {};
    },
    removeTags: async ({ resources }) => {
      for (const { id } of resources) state[numberOf(id)] = (state[numberOf(id)] ?? 0) | 4;
      return {};
    },
  });
}

function numberOf(id: string): number {
  return Number(id.slice("key-".length));
}

function tagsOf(number: number, state: Uint8Array): (readonly [string, string])[] {
  const bits = state[number] ?? 0;
  const owner = `team-${number % TAGS_OF_TEAMS}`;
  return [
    ...Array.from({ length: 8 }, (_, index) => [`label-${index}`, `value-${(number + index) % 50}`] as const),
    ["stage", (bits & 1) === 0 ? "test" : "production"],
    ...((bits & 4) === 0 ? [["Owner", owner] as const] : []),
    ...((bits & 2) === 0 ? [] : [["owner", owner] as const]),
  ];
}
