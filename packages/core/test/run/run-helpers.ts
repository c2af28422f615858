import { createCrosstag } from "../../src/create-crosstag.ts";
import type { EngineOptions } from "../../src/calls/engine-options.ts";
import type { DesiredState, DesiredStatement } from "../../src/desired/desired-state.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import type { CallOptions } from "../../src/calls/call-options.ts";
import type { Crosstag } from "../../src/crosstag.ts";
import type { Outcome, OutcomeStatus } from "../../src/model/outcome.ts";
import type { UndoableChange } from "../../src/plan/plan-request.ts";
import type { ApplyPlanRequest, EarlierRun } from "../../src/run/apply-request.ts";
import type { IntentRecord, OutcomeRecord, RunRecord, RunStartRecord } from "../../src/run/run-record.ts";
import type { RunResult } from "../../src/run/run-result.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import type { Fault } from "../../src/testing/faults/fault.ts";
import { withFaults } from "../../src/testing/faults/with-faults.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import type { MemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import type { MemoryCloudOptions } from "../../src/testing/memory/memory-cloud-options.ts";

export interface OpenOptions {
  readonly engine?: EngineOptions;
  readonly faults?: readonly Fault[];
  readonly random?: () => number;
  readonly change?: (driver: KmsDriver, cloud: MemoryCloud) => KmsDriver;
}

/** A memory cloud on a virtual clock, with one object over it. */
export function openCloud(shape: MemoryCloudOptions, { engine, faults = [], random, change }: OpenOptions = {}) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...shape, clock });
  const faulty = withFaults(cloud.driver, faults, { clock, ...(random !== undefined && { random }) });
  const driver = change?.(faulty, cloud) ?? faulty;
  const options: EngineOptions = { clock, pacing: "off", retry: "immediate", random: () => 0.5, ...engine };
  return { clock, cloud, driver, crosstag: createCrosstag([driver], options) };
}

export const keys = (actions: Omit<DesiredStatement, "select">): DesiredState => ({
  version: 1,
  statements: [{ select: { kinds: ["key"] }, ...actions }],
});

export const idOf = (reference: string) => reference.slice(reference.lastIndexOf("/") + 1);

/** Applies a plan, and compares the result with what was reported for the resources. */
export async function applyAndCount(
  crosstag: Crosstag,
  request: ApplyPlanRequest,
  options?: CallOptions,
): Promise<{ readonly result: RunResult; readonly outcomes: ReadonlyMap<string, Outcome> }> {
  const told: Outcome[] = [];
  const result = await crosstag.applyPlan({ ...request, onOutcome: (outcome) => told.push(outcome) }, options);
  const outcomes = new Map(told.map((outcome) => [outcome.resource, outcome]));
  const problems: string[] = [];
  const check = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  const recorded = new Map<string, number>();
  for await (const entry of request.plan.entries()) {
    if (entry.action !== "change") continue;
    const status = request.resume?.outcomes.get(entry.reference)?.status;
    // What this part did not come to keeps what was recorded of it.
    if (status !== undefined && !outcomes.has(entry.reference)) recorded.set(status, (recorded.get(status) ?? 0) + 1);
    else check(outcomes.has(entry.reference), `nothing was reported for ${entry.reference}`);
  }
  check(told.length === outcomes.size, "a resource was reported twice");
  const sum = Object.values(result.counts).reduce((total, count) => total + count, 0);
  check(sum === request.plan.header.summary.changes, `counts add up to ${sum}`);
  for (const status of ["changed", "unchanged", "skipped", "failed", "unknown"] as const) {
    const count = told.filter((outcome) => outcome.status === status).length + (recorded.get(status) ?? 0);
    check(result.counts[status] === count, `${result.counts[status]} ${status}, but ${count} were reported`);
  }
  const skipped = Object.values(result.skipped).reduce((total, count) => total + count, 0);
  check(skipped === result.counts.skipped, `${skipped} skipped by reason, ${result.counts.skipped} in all`);
  const failures = result.failures.reduce((total, { resources }) => total + resources, 0);
  check(failures === result.counts.failed + result.counts.unknown, `${failures} failures by cause`);
  const open = told.some((outcome) => outcome.status === "skipped" && outcome.reason === "not-started");
  check(result.ended !== "complete" || !open, "it says complete, but some were not started");
  if (problems.length > 0) throw new Error(problems.join("; "));
  return { result, outcomes };
}

/** What the records of a run say, plainly: the last outcome counts, and the first word on what was there. */
export function earlierRun(
  records: readonly RunRecord[],
): EarlierRun & { readonly changes: readonly UndoableChange[] } {
  const outcomes = new Map<string, OutcomeRecord>();
  const intents = new Map<string, IntentRecord>();
  let begun: RunStartRecord | undefined;
  for (const record of records) {
    if (record.type === "run") begun = record;
    if (record.type === "outcome") outcomes.set(record.reference, record);
    if (record.type !== "intent") continue;
    const first = intents.get(record.reference);
    intents.set(record.reference, {
      ...record,
      before: { ...record.before, ...first?.before },
      set: { ...first?.set, ...record.set },
      remove: [...new Set([...(first?.remove ?? []), ...record.remove])],
    });
  }
  if (begun === undefined) throw new Error("The records do not begin with the run's beginning.");
  return { start: begun, outcomes, intents, changes: [...intents.values()] };
}

export function statuses(
  outcomes: ReadonlyMap<string, Outcome>,
  references: readonly string[],
): readonly (OutcomeStatus | undefined)[] {
  return references.map((reference) => outcomes.get(reference)?.status);
}
