import {
  CheckTally,
  compilePolicy,
  recordOf,
  type CheckRecord,
  type CompiledWaivers,
  type Policy,
} from "@crosstag/compliance";
import type { ScheduledTask, TaskResults } from "@crosstag/dbos";
import { parsePolicyText, parseWaiversText } from "../compliance/read-policy.ts";
import { withRecordSpool } from "../compliance/record-spool.ts";
import { withResourcesToCheck } from "../compliance/with-resources-to-check.ts";
import type { UnlistedClouds } from "../output/unlisted-clouds.ts";
import type { ScheduleInvocation } from "./schedule-invocation.ts";

/** A policy and waivers that were read for a tick. */
export interface ScheduledPolicy {
  readonly policy: Policy;
  readonly waivers: CompiledWaivers | undefined;
}

/** Reads the texts of a schedule. @throws CrosstagError `configuration` if the worker's configuration lacks a cloud that they name */
export async function readScheduledPolicy(
  { policy, policyFile, waivers }: ScheduledTask["definition"],
  invocation: ScheduleInvocation,
): Promise<ScheduledPolicy> {
  return {
    policy: await parsePolicyText(policy, policyFile, invocation),
    waivers: waivers === undefined ? undefined : await parseWaiversText(waivers, "the waivers", invocation),
  };
}

/** Counts and keeps the records of a tick. */
export class TickRecords {
  readonly #tally: CheckTally;
  readonly #add: (record: CheckRecord) => Promise<void>;

  constructor({ policy, waivers }: ScheduledPolicy, add: (record: CheckRecord) => Promise<void>) {
    this.#tally = new CheckTally(policy, waivers);
    this.#add = add;
  }

  readonly add = async (record: CheckRecord): Promise<void> => {
    this.#tally.add(record);
    await this.#add(record);
  };

  /** What the check found. */
  outcome({ definition, receivers }: ScheduledWorkOf, unlisted: UnlistedClouds | undefined, now: Date) {
    const incomplete = unlisted?.sentences() ?? [];
    return {
      summary: { ...this.#tally.summary(now, definition.policyFile), incomplete },
      unlisted: unlisted?.places ?? [],
      receivers,
    };
  }
}

/** A tick, and who is informed of new violations. */
export interface ScheduledWorkOf extends Pick<ScheduledTask, "definition"> {
  readonly receivers: readonly string[];
}

/** Checks the resources of a schedule. */
export async function performCheck(
  invocation: ScheduleInvocation,
  work: ScheduledWorkOf,
  results: TaskResults,
): Promise<void> {
  const { context } = invocation;
  const scheduled = await readScheduledPolicy(work.definition, invocation);
  const { policy, waivers } = scheduled;
  const toCheck = { ...scheduled, aliases: false };
  const compiled = compilePolicy(policy, { now: context.now() });
  await withRecordSpool(async (spool) => {
    const records = new TickRecords(scheduled, spool.add);
    const unlisted = await withResourcesToCheck(invocation, toCheck, async (resources, live) => {
      for await (const one of resources) await records.add(recordOf(compiled, one, { waivers }));
      return live?.unlisted;
    });
    context.signal.throwIfAborted();
    await results.end(records.outcome(work, unlisted, context.now()), spool.records());
  });
}
