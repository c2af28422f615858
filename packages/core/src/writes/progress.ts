import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { OtherPrograms, Outcome } from "../model/outcome.ts";
import type { TagSet } from "../model/tag-set.ts";
import { explainDenial } from "../reads/explain-denial.ts";
import type { Target } from "../reads/place-resources.ts";

/** What has become of one resource so far. */
export interface Progress {
  readonly target: Target;
  /** Write calls that it was part of, with retries. */
  attempts: number;
  /** The cloud's ids of these calls. */
  readonly requestIds: string[];
  /** Tag keys that were set or removed. */
  readonly appliedKeys: string[];
  /** An attempt at the change under way may have been applied. */
  uncertain: boolean;
  /** … and the cloud never said anything about it that could be read. */
  unanswered: boolean;
  /** Why nothing more is written to it. Absent: nothing has failed for good. */
  failure?: {
    readonly status: "failed" | "unknown";
    readonly error: CrosstagError;
    /** What reading showed when the time for lagging reads was up. Absent: it was not read for this. */
    readonly tags?: TagSet;
    /** Nothing was sent for it: the request had ended, or calls to the driver had been stopped. */
    readonly notMade?: true;
    /** It concerns the whole account, so that describing the resource explains nothing. */
    readonly wide?: true;
  };
  /** The tags were so already when they were read for the write. */
  isNeedless?: true;
  /** Keys of other tags that another program has changed at the same time. */
  otherChanges?: readonly string[];
  /** The tags could not be read back although that is needed. */
  notReadBack?: true;
}

/** The progress of a resource to which nothing was written yet. */
export function newProgress(target: Target): Progress {
  return { target, attempts: 0, requestIds: [], appliedKeys: [], uncertain: false, unanswered: false };
}

/**
 * Puts what describing the resource shows of a refused write into its error: that the key belongs to the cloud, or is in the
 * wrong state. An unknown result stays as it is, and so does a refusal of the whole account.
 */
export async function explainFailure(engine: DriverEngine, entry: Progress, scope: RequestScope): Promise<void> {
  if (entry.failure?.status !== "failed" || entry.failure.wide) return;
  entry.failure = {
    ...entry.failure,
    error: await explainDenial(engine, entry.target, entry.failure.error, scope),
  };
}

/**
 * The outcome of a resource when nothing more is done with it.
 * @param turns has the reason if it ended early: a resource that was not changed for that reason was not started
 */
export function outcomeOf(progress: Progress, turns: RequestScope): Outcome {
  const { target, attempts, requestIds, appliedKeys, failure } = progress;
  const { resource, reference, provider } = target.naming;
  if (failure === undefined && progress.isNeedless && appliedKeys.length === 0)
    return { resource, reference, provider, attempts, requestIds, status: "unchanged" };
  if (failure === undefined && (progress.otherChanges !== undefined || progress.notReadBack))
    return { ...target.naming, attempts, requestIds, status: "changed", ...othersOf(progress) };
  // Spelled out: this is made for every resource, and a spread costs ten times as much.
  if (failure === undefined) return { resource, reference, provider, attempts, requestIds, status: "changed" };
  const base = { resource, reference, provider, attempts, requestIds };
  const { status, error } = failure;
  if (status === "unknown") return { ...base, status, error, ...(appliedKeys.length > 0 && { appliedKeys }) };
  if (appliedKeys.length === 0 && (failure.notMade || turns.ended?.code === error.code))
    return { ...base, status: "skipped", reason: "not-started" };
  return { ...base, status: "failed", error, ...(appliedKeys.length > 0 && { appliedKeys }), ...othersOf(progress) };
}

/** What reading back has shown of other programs. */
function othersOf({ otherChanges, notReadBack }: Progress): OtherPrograms {
  return { ...(otherChanges !== undefined && { otherChanges }), ...(notReadBack && { readBack: false }) };
}
