import type { NotReadRecord, OutcomeRecord } from "@crosstag/core";
import type { RunState } from "@crosstag/core/node";
import { expect, test } from "vitest";
import { writeRunState } from "../src/output/write-run-state.ts";
import { capture } from "./capture.ts";

const SCOPE = "aws/111122223333/eu-central-1";

function notRead(reference: string, code: NotReadRecord["code"]): [string, NotReadRecord] {
  return [
    reference,
    { type: "not-read", scope: SCOPE, reference, tagKeys: ["team"], ...(code !== undefined && { code }) },
  ];
}

function changed(reference: string): [string, OutcomeRecord] {
  return [reference, { type: "outcome", scope: SCOPE, reference, status: "changed" }];
}

test("changes that were not read back are listed with the reason, and what to do", async () => {
  const state: RunState = {
    start: { type: "run", schema: "crosstag-run/2", run: "r1", plan: "sha256:1", changes: 2 },
    startedAt: "2026-11-30T00:00:00.000Z",
    outcomes: new Map([changed("key/1"), changed("key/2")]),
    intents: new Map(),
    begun: 0,
    notShown: new Map(),
    notRead: new Map([notRead("key/1", "canceled"), notRead("key/2", "access-denied")]),
    ends: undefined,
    torn: false,
  };
  const { stdout, ...streams } = capture();
  await writeRunState(state, { id: "r1", folder: "runs/r1" }, streams);
  const shown = stdout();
  expect(shown).toContain(
    "the run was stopped before it read the tags again.\n  To read the tags again: crosstag resume r1\n",
  );
  expect(shown).toContain("The tags could not be read afterwards.\n  To read the tags again: crosstag resume r1\n");
  const shared = capture();
  const notShown = new Map([
    ["key/1", { type: "not-shown", scope: SCOPE, reference: "key/1", tagKeys: ["team"] }] as const,
  ]);
  const named = "r1 --on postgres://db";
  await writeRunState({ ...state, notShown }, { id: "r1", folder: "runs/r1", named }, shared);
  expect(shared.stdout()).toContain(`do not show the change.\n  To read the tags again: crosstag resume ${named}\n`);
});
