import { mkdtemp, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDecisionJournal } from "../src/plans/decision-journal.ts";

const now = () => new Date("2026-11-30T00:00:00Z");
const call = { caller: { name: "shop" }, requestId: "1" };
const digest = `sha256:${"a".repeat(64)}`;
const [first, second, other] = ["20261130-000000-000001", "20261130-000000-000002", "20261130-000000-000003"] as const;
const approved = { decision: "approved", digest, by: "Ada" } as const;

test("a decision is made after the disk has refused one, and nothing that was decided is lost", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-decisions-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "decisions.jsonl");
  const journal = await openDecisionJournal(path, now);
  await journal.cancel(first, call);
  // Without its lock, the open file refuses each further record.
  await rm(`${path}.lock`, { recursive: true });
  await journal.decide(approved, call);
  await journal.cancel(second, call);
  await journal.close();

  const next = await openDecisionJournal(path, now);
  expect(next.of(digest)).toEqual([{ ...approved, caller: "shop", at: now().toISOString() }]);
  expect([first, second, other].map((run) => next.isCanceled(run))).toEqual([true, true, false]);
  await expect(openDecisionJournal(path, now)).rejects.toMatchObject({
    message: `The state folder ${JSON.stringify(folder)} is in use by another service or console (process ${process.pid} on ${JSON.stringify(hostname())}).`,
    hint: "End that process, or set another `stateFolder`.",
  });
  await next.close();
});
