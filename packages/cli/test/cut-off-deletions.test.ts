import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEvidenceJournal, readChain } from "@crosstag/core/node";
import { expect, onTestFinished, test } from "vitest";
import { describeCutOffDeletions } from "../src/runs/describe-cut-off-deletions.ts";
import { runMain } from "./run-main.ts";

const reference = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const at = "2026-11-30T08:00:00.000Z";
const WARNING = `1 deletion of key material was cut off when an earlier process ended. The material may have been deleted.
  ${at}: ${reference}, material m-1
  Inspect each key before you do anything else: crosstag delete-key-material KEY --dry-run`;

test("a deletion that an earlier command left open is shown by `runs`, and ended by the next deletion", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-cut-off-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "crosstag", "evidence", "delete-key-material.jsonl");
  const run = (line: readonly string[]) =>
    runMain(line, {
      workingDirectory: folder,
      environment: { XDG_STATE_HOME: folder },
    });
  const evidence = await openEvidenceJournal(path, () => new Date(at));
  await evidence.append({ operation: "delete-key-material", reference, materialId: "m-1", phase: "intent" });
  // A deletion that is under way is not cut off.
  expect((await run(["runs"])).stderr).not.toContain("cut off");
  await evidence.close();
  for (const line of [["runs"], ["runs", "writes"]]) expect((await run(line)).stderr).toContain(WARNING);

  const next = ["delete-key-material", "alias/app", "--no-input"];
  expect((await run([...next, "--dry-run"])).stderr).toContain(WARNING);
  expect(readChain(await readFile(path, "utf8")).records).toHaveLength(1);
  expect((await run(next)).stderr).toContain(WARNING);
  expect(readChain(await readFile(path, "utf8")).records).toMatchObject([
    { phase: "intent" },
    { phase: "cut-off", reference, materialId: "m-1" },
  ]);
  for (const line of [["runs"], next]) expect((await run(line)).stderr).not.toContain("cut off");
});

test("of many deletions five are named, with whose they were", () => {
  const deletion = (requestId: string) => ({ reference, at, caller: "shop", requestId });
  const lines = describeCutOffDeletions(Array.from({ length: 7 }, (_, index) => deletion(`${index}`)));
  expect(lines[0]).toContain("7 deletions of key material were cut off");
  expect(lines.slice(5)).toEqual([
    `  ${at}: ${reference}, request 4 of shop`,
    "  and 2 more",
    expect.stringContaining("--dry-run"),
  ]);
});
