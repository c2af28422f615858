import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runMain } from "./run-main.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosstag-mapping-"));
  await writeFile(join(folder, "map.yaml"), "version: 1\nkeys: { rename: { a: b } }\n");
});
afterEach(() => rm(folder, { recursive: true }));

const REVERSE = ["migrate", "--reverse", "--map", "map.yaml", "--out"];
const SUGGEST = ["portability", "owner=Zoë", "--for", "alibaba", "--suggest"];

test.for([
  { commandLine: REVERSE, command: "crosstag migrate --reverse" },
  { commandLine: SUGGEST, command: "crosstag portability" },
])("$command replaces no file that is not a mapping", async ({ commandLine, command }) => {
  const path = join(folder, "notes.txt");
  for (const content of ["what I must not forget\n", "version: 1\nstatements: []\n"]) {
    await writeFile(path, content);
    const { exitCode, stdout, stderr } = await runMain([...commandLine, "notes.txt"], { workingDirectory: folder });
    expect(exitCode).toBe(64);
    expect(stderr).toBe(
      `error: "notes.txt" is not a mapping, so \`${command}\` does not replace it.\n  Name another file, or remove this one.\n`,
    );
    expect(stdout).toBe("");
    expect(await readFile(path, "utf8")).toBe(content);
  }
});

test.for([
  { commandLine: REVERSE, exit: 0 },
  { commandLine: SUGGEST, exit: 2 },
])("an earlier mapping, an empty file and a device take a mapping: $commandLine", async ({ commandLine, exit }) => {
  const path = join(folder, "back.yaml");
  for (const content of ["", "version: 1\nmatch: { tag: { from: id, to: id } }\nkeys: { rename: { x: y } }\n"]) {
    await writeFile(path, content);
    const { exitCode } = await runMain([...commandLine, "back.yaml"], { workingDirectory: folder });
    expect(exitCode).toBe(exit);
    expect(await readFile(path, "utf8")).toMatch(/^version: 1\n(?:keys|values):\n/);
  }
  const { exitCode } = await runMain([...commandLine, "/dev/null"], { workingDirectory: folder });
  expect(exitCode).toBe(exit);
});
