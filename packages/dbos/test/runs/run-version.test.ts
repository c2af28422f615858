import { createHash } from "node:crypto";
import type { PlanHeader, RunRecord } from "@crosstag/core";
import type { OptionNames } from "@crosstag/core/internal";
import { expect, test } from "vitest";
import { RUN_VERSION } from "../../src/runs/run-tables.ts";

type Of<Union, Type> = Extract<Union, { readonly type: Type }>;

const PART = { by: true, limit: true, canary: true, maximumFailures: true } as const;
const RESOURCE = { scope: true, endpoint: true, reference: true } as const;
const CHANGE = { ...RESOURCE, tagKeys: true } as const;

/** What workers read of each other: a worker refuses a record or an origin with a field that it does not know. */
const RECORDS: { readonly [Type in RunRecord["type"]]: OptionNames<Of<RunRecord, Type>> } = {
  run: { type: true, schema: true, run: true, plan: true, changes: true, ...PART },
  resume: { type: true, ...PART },
  intent: { type: true, ...RESOURCE, before: true, set: true, remove: true },
  outcome: {
    type: true,
    ...CHANGE,
    status: true,
    reason: true,
    code: true,
    message: true,
    hint: true,
    providerCode: true,
    appliedKeys: true,
    sentKeys: true,
    partial: true,
    otherChanges: true,
    requestIds: true,
  },
  "not-shown": { type: true, ...CHANGE },
  "not-read": { type: true, ...CHANGE, code: true },
  shown: { type: true, ...CHANGE },
  end: { type: true, ended: true, counts: true, stopped: true },
};
type Origin = PlanHeader["origin"];
const ORIGINS: { readonly [Type in Origin["type"]]: OptionNames<Of<Origin, Type>> } = {
  "desired-state": { type: true, state: true },
  undo: { type: true, run: true, begun: true },
  "tag-sets": { type: true, by: true },
};

/** If this fails, records or origins have other fields than before: raise `RUN_VERSION`, and write both down here. */
test("the version of runs was raised with the last change of what workers read of each other", () => {
  const fields = createHash("sha256")
    .update(JSON.stringify([RECORDS, ORIGINS]))
    .digest("hex")
    .slice(0, 12);
  expect({ version: RUN_VERSION, fields }).toEqual({ version: "crosstag-runs-2", fields: "bb1a7c7e395d" });
});
