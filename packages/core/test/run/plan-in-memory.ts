import { createHash } from "node:crypto";
import type { Plan } from "../../src/plan/plan.ts";
import { PLAN_SCHEMA } from "../../src/plan/plan.ts";
import type { PlanEntry } from "../../src/plan/plan-entry.ts";
import type { PlanDraft } from "../../src/plan/plan-request.ts";
import type { RunJournal, RunRecord } from "../../src/run/run-record.ts";

/** Reads a draft to its end and keeps it. */
export async function keepPlan(draft: PlanDraft): Promise<Plan & { readonly all: readonly PlanEntry[] }> {
  const all: PlanEntry[] = [];
  for await (const entry of draft.entries) all.push(entry);
  const digest = createHash("sha256").update(JSON.stringify(all)).digest("hex");
  return {
    all,
    header: {
      schema: PLAN_SCHEMA,
      createdAt: "2026-11-25T00:00:00.000Z",
      digest: `sha256:${digest}`,
      ...draft.complete(),
    },
    entries: async function* (scope) {
      for (const entry of all) if (scope === undefined || entry.scope === scope) yield entry;
    },
  };
}

export interface MemoryJournal extends RunJournal {
  readonly records: readonly RunRecord[];
}

export function createMemoryJournal(fail?: (record: RunRecord) => Error | undefined): MemoryJournal {
  const records: RunRecord[] = [];
  return {
    records,
    append: async (record) => {
      const error = fail?.(record);
      if (error !== undefined) throw error;
      records.push(record);
    },
  };
}
