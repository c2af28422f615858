import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAwsKmsDriver } from "@crosstag/aws";
import { createCrosstag } from "@crosstag/core";
import { createPlan, openRunJournal } from "@crosstag/core/node";
import { localAwsCredentials } from "@crosstag/local-clouds";
import type { RunsServerReady } from "./runs-server.ts";

export interface ApplyTagResult {
  readonly failed: number;
  /** Of applying alone, the plan not counted. */
  readonly seconds: number;
  readonly throttled: number;
  readonly calls: number;
}

/** Plans a tag for the keys and applies the plan with a journal on disk, as `crosstag apply` does. */
export async function applyTag(
  { endpoint, region, account }: Pick<RunsServerReady, "endpoint" | "region" | "account">,
  arns: readonly string[],
  options: { readonly tagResourcePerSecond?: number; readonly inFlight: number },
): Promise<ApplyTagResult> {
  const { tagResourcePerSecond, inFlight } = options;
  const driver = await createAwsKmsDriver({
    endpoint,
    region,
    account,
    credentials: localAwsCredentials,
    ...(tagResourcePerSecond !== undefined && { quotas: { TagResource: tagResourcePerSecond } }),
  });
  const crosstag = createCrosstag([driver], {
    maximumConcurrentCalls: inFlight,
    retry: "patient",
    pacing: tagResourcePerSecond === undefined ? "off" : "quota",
  });
  const draft = crosstag.planTags({
    desired: { version: 1, statements: [{ select: { references: arns }, set: { team: "payments" } }] },
    describeStates: "never",
  });
  const entries = [];
  for await (const entry of draft.entries) entries.push(entry);
  const plan = createPlan(entries, draft.complete());
  const folder = await mkdtemp(join(tmpdir(), "crosstag-bench-"));
  const journal = await openRunJournal(join(folder, "journal.jsonl"));
  try {
    const { counts, seconds, throttled, calls } = await crosstag.applyPlan({ plan, journal });
    return {
      failed: arns.length - counts.changed,
      seconds,
      throttled,
      calls: Object.values(calls).reduce((sum, count) => sum + count, 0),
    };
  } finally {
    await journal.close();
    await rm(folder, { recursive: true, force: true });
    await crosstag.close();
  }
}
