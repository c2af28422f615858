import { expect, it } from "vitest";
import { inChunks } from "../../src/calls/in-chunks.ts";

function source(count: number, failAt = Number.POSITIVE_INFINITY) {
  const state = { given: 0, closed: false };
  async function* read() {
    try {
      for (; state.given < count; state.given += 1) {
        if (state.given === failAt) throw new Error("failed");
        yield state.given;
      }
    } finally {
      state.closed = true;
    }
  }
  return { state, items: read() };
}

async function lengthsOf(count: number): Promise<readonly number[]> {
  const lengths: number[] = [];
  for await (const list of inChunks(source(count).items, 3)) lengths.push(list.length);
  return lengths;
}

it("lists are full except the last one, and one list is read ahead", async () => {
  const { state, items } = source(7);
  const lists = inChunks(items, 3);
  expect((await lists.next()).value).toEqual([0, 1, 2]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(state.given).toBe(5);
  expect((await lists.next()).value).toEqual([3, 4, 5]);
  expect((await lists.next()).value).toEqual([6]);
  expect((await lists.next()).done).toBe(true);
  expect(await lengthsOf(6)).toEqual([3, 3]);
  expect(await lengthsOf(0)).toEqual([]);
});

it("an error comes after the lists before it, and leaving early closes the source", async () => {
  const failing = inChunks(source(9, 4).items, 3);
  expect((await failing.next()).value).toEqual([0, 1, 2]);
  await expect(failing.next()).rejects.toThrow("failed");
  const left = source(9);
  for await (const _list of inChunks(left.items, 3)) break;
  await new Promise((resolve) => setImmediate(resolve));
  expect(left.state.closed).toBe(true);
});
