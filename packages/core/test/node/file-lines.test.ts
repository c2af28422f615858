import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LineReader } from "../../src/node/file-lines.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosstag-lines-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(content: string, from = 0): Promise<{ lines: string[]; rest: string }> {
  const path = join(folder, "file");
  await writeFile(path, content);
  const file = await open(path, "r");
  const reader = new LineReader(file, from);
  const lines: string[] = [];
  for await (const batch of reader.batches()) lines.push(...batch.map(String));
  await file.close();
  return { lines, rest: reader.rest.toString() };
}

it.each([
  ["", [], ""],
  ["a", [], "a"],
  ["\n", [""], ""],
  ["a\n\nbé\n", ["a", "", "bé"], ""],
  ["a\r\nb", ["a\r"], "b"],
])("reads %j", async (content, lines, rest) => {
  expect(await read(content)).toEqual({ lines, rest });
});

it("begins at the given position", async () => {
  expect(await read("header\na\nb", 7)).toEqual({ lines: ["a"], rest: "b" });
});

it("puts lines together that are longer than a chunk, or end at the edge of one", async () => {
  const chunk = 256 * 1024;
  for (const lengths of [
    [chunk - 1, 3],
    [chunk, 0],
    [chunk + 1, 5],
    [3 * chunk + 7, chunk - 8, 1],
    [1, chunk - 3, 2],
  ]) {
    const lines = lengths.map((length, index) => String(index).repeat(length));
    expect(await read(lines.join("\n"))).toEqual({ lines: lines.slice(0, -1), rest: lines.at(-1) });
  }
});
