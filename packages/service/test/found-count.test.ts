import { expect, test } from "vitest";
import { FoundCount } from "../src/compliance/found-count.ts";

function doNothing(): void {}

test("reports how many were found while the first item is waited for, four times a second at most", async () => {
  let now = 0;
  const found = new FoundCount(() => now);
  let release = doNothing;
  const read = new Promise<void>((resolve) => {
    release = resolve;
  });
  const lines = found.between(
    (async function* () {
      await read;
      yield "a";
      yield "b";
    })(),
  );
  const first = lines.next();
  found.add();
  expect(await first).toEqual({ done: false, value: { type: "progress", found: 1 } });
  const second = lines.next();
  found.add();
  now += 249;
  found.add();
  now += 1;
  found.add();
  expect(await second).toEqual({ done: false, value: { type: "progress", found: 4 } });
  found.add();
  release();
  const rest: unknown[] = [];
  for await (const line of lines) rest.push(line);
  expect(rest).toEqual(["a", "b"]);
});

test("ends what it reads when its reader stops, and passes its error on", async () => {
  let ended = 0;
  async function* items() {
    try {
      yield 1;
      throw new Error("broken");
    } finally {
      ended += 1;
    }
  }
  for await (const item of new FoundCount(() => 0).between(items())) {
    expect(item).toBe(1);
    break;
  }
  expect(ended).toBe(1);
  const lines = new FoundCount(() => 0).between(items());
  await lines.next();
  await expect(lines.next()).rejects.toThrow("broken");
  expect(ended).toBe(2);
});
