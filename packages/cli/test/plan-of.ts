import { PLAN_SCHEMA, type Plan, type PlanEntry, type PlanSummary } from "@crosstag/core";

export const SCOPE = "aws/111122223333/eu-central-1";
export const arn = (id: string) => `arn:aws:kms:eu-central-1:111122223333:key/${id}`;
export const base = (id: string) => ({ scope: SCOPE, reference: arn(id), kind: "key" }) as const;

/** Of a plan without entries. */
export const EMPTY_SUMMARY: PlanSummary = {
  resources: 0,
  changes: 0,
  unchanged: 0,
  skipped: {},
  unreadable: 0,
  tagsAdded: 0,
  tagsChanged: 0,
  tagsRemoved: 0,
  costs: [],
  warnings: [],
};

/** A plan of few entries, or of as many as a test reads. */
export function planOf(
  entries: readonly PlanEntry[] | (() => Iterable<PlanEntry>),
  summary: Partial<PlanSummary>,
): Plan {
  return {
    header: {
      schema: PLAN_SCHEMA,
      createdAt: "2026-11-22T00:00:00.000Z",
      digest: "sha256:0",
      origin: { type: "undo", run: "r1" },
      summary: { ...EMPTY_SUMMARY, ...summary },
    },
    async *entries() {
      yield* typeof entries === "function" ? entries() : entries;
    },
  };
}
