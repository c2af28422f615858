import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { endCutOffDeletions, findCutOffDeletions } from "../../src/node/cut-off-deletions.ts";
import { openEvidenceJournal } from "../../src/node/evidence-journal.ts";

const at = "2026-11-30T08:00:00.000Z";
const now = () => new Date(at);

test("the end of one material's deletion says nothing of another material of the key", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-cut-off-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "evidence.jsonl");
  const evidence = await openEvidenceJournal(path, now);
  const write = (materialId: string, phase: string) =>
    evidence.append({ operation: "delete-key-material", reference: "key-1", materialId, phase });
  await write("m-1", "intent");
  await write("m-2", "intent");
  await write("m-2", "outcome");
  await write("m-3", "intent");
  await evidence.close();
  const open = [
    { reference: "key-1", materialId: "m-1", at },
    { reference: "key-1", materialId: "m-3", at },
  ];
  expect(await findCutOffDeletions(path)).toEqual(open);

  // Each is ended by a record of its own.
  expect(await endCutOffDeletions(path, now)).toEqual(open);
  expect(await findCutOffDeletions(path)).toEqual([]);
});
