import { onAbort } from "../calls/on-abort.ts";
import { RequestScope, checkTimes } from "../calls/request-scope.ts";
import { notify } from "../calls/notify.ts";
import type { EventListener } from "../calls/crosstag-event.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { Clock } from "../calls/clock.ts";
import type { CallOptions } from "../calls/call-options.ts";
import type { Outcome } from "../model/outcome.ts";
import { changedKeys } from "../plan/changed-keys.ts";
import type { PlanCost } from "../plan/plan.ts";
import type { PlanEntry } from "../plan/plan-entry.ts";
import type { ApplyPlanRequest } from "./apply-request.ts";
import { cutOff, isCutOff, mayBeMade, notStarted, standingOutcome } from "./earlier-outcome.ts";
import { recordedResource } from "./recorded-resource.ts";
import type { OutcomeRecord, RunEndRecord, RunRecord } from "./run-record.ts";
import { RunTally } from "./run-tally.ts";

/** Why a run stops before its end. */
type StopReason = Exclude<RunEndRecord["ended"], "complete">;

/** A change whose intent this part of the run has written down. */
export interface BegunChange {
  /** If it is changed: the tag keys of its intent that the run has changed itself. Undefined: all. */
  readonly made: readonly string[] | undefined;
  /** The tag keys of its intent for which calls were made. Undefined: all. */
  readonly sent: readonly string[] | undefined;
}

/** What all scopes of a run share: when it stops, what it has come to, where it is written down. */
export class RunContext {
  /** Reads, and calls in flight: these finish when the run is stopped. */
  readonly scope: RequestScope;
  /** New writes: none any more when this has ended. */
  readonly turns: RequestScope;
  readonly tally = new RunTally();
  readonly verifies: boolean;
  /** What the plan spends in each scope. */
  readonly costs: readonly PlanCost[];
  readonly #request: ApplyPlanRequest;
  readonly #mostFailures: number;
  readonly #stop = new AbortController();
  readonly #forgetSignal: () => void;
  #stopped: StopReason | undefined;
  /** Why the journal could not be written. */
  journalError: CrosstagError | undefined;
  /** Changes of earlier parts of the run of which a reading of this part has said whether they are shown. */
  readonly readAgain = new Set<string>();
  readonly #pending = new Set<Promise<void>>();

  constructor(
    request: ApplyPlanRequest,
    { signal, until, timeoutMs, callTimeoutMs, retry, onEvent }: CallOptions,
    clock: Clock,
    engineListener: EventListener | undefined,
  ) {
    checkTimes({
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(callTimeoutMs !== undefined && { callTimeoutMs }),
    });
    this.#request = request;
    this.verifies = request.verify !== false;
    this.costs = request.plan.header.summary.costs;
    this.#mostFailures = mostFailures(request);
    const options = { callTimeoutMs, retry };
    this.scope = new RequestScope({ ...options, until, onEvent }, clock, engineListener);
    const ends = { signal: this.#stop.signal, timeoutMs };
    this.turns = new RequestScope({ ...options, ...ends }, clock, undefined, this.scope);
    const interrupt = () => this.stop("interrupted");
    if (signal?.aborted) interrupt();
    this.#forgetSignal = signal === undefined ? () => {} : onAbort(signal, interrupt);
  }

  /** Begins no more writes; the first reason counts, but that a failed journal always does. */
  stop(reason: StopReason): void {
    if (this.stopped === undefined || reason === "journal-failed") this.#stopped = reason;
    this.#stop.abort();
  }

  get stopped(): StopReason | undefined {
    return this.#stopped ?? (this.turns.ended === undefined ? undefined : "interrupted");
  }

  /** On disk when it resolves; if it cannot be written, the run stops and this rejects. */
  async write(record: RunRecord): Promise<void> {
    try {
      await this.#request.journal?.append(record);
    } catch (error) {
      this.journalError ??= CrosstagError.is(error)
        ? error
        : new CrosstagError({
            code: "configuration",
            message: "The journal of the run could not be written.",
            hint: "Check the disk and the permissions of the journal's folder, then resume the run.",
            cause: error,
          });
      this.stop("journal-failed");
      throw this.journalError;
    }
  }

  /** Written down soon; `flush` waits for it. */
  note(record: RunRecord): void {
    if (this.#request.journal === undefined) return;
    // What cannot be written stops the run; no caller waits here.
    const written: Promise<void> = this.write(record)
      .catch(() => {})
      .finally(() => this.#pending.delete(written));
    this.#pending.add(written);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /**
   * Reports a resource's outcome to all listeners.
   * @param begun if it was read, and its intent written down, in this part of the run
   */
  settle(outcome: Outcome, entry: PlanEntry, begun: BegunChange | undefined): void {
    this.tally.add(outcome);
    const record = outcomeRecord(outcome, entry);
    this.note(begun === undefined ? record : withKnownKeys(record, begun));
    if ("readBack" in outcome && entry.action === "change")
      this.note({
        type: "not-read",
        ...recordedResource(entry),
        tagKeys: changedKeys(entry),
      });
    this.tell(outcome);
    if (this.scope.watched) {
      const { provider, reference, status } = outcome;
      this.scope.emit({ type: "resource-settled", provider, reference, status });
    }
    if (this.tally.failuresApartFrom(this.scope.stopReasons) > this.#mostFailures) this.stop("too-many-failures");
  }

  /** Nothing was sent for a resource whose intent is written down: there is nothing to undo, and its last outcome stands. */
  notStarted(entry: PlanEntry): void {
    this.note({
      type: "outcome",
      ...recordedResource(entry),
      status: "skipped",
      reason: "not-started",
      appliedKeys: [],
    });
  }

  tell(outcome: Outcome): void {
    notify(this.#request.onOutcome, outcome);
  }

  /** A resource that this part of the run did not start: what an earlier part has recorded of it stands. */
  leave(entry: PlanEntry, provider: string): void {
    const { reference } = entry;
    const { resume } = this.#request;
    const standing = resume === undefined ? undefined : standingOutcome(resume, reference);
    if (resume !== undefined && standing !== undefined) {
      this.tally.addStanding(reference, standing);
      if (!isCutOff(resume, reference)) return;
      // Nothing has been said of it yet.
      const outcome = cutOff(reference, provider);
      this.note(outcomeRecord(outcome, entry));
      this.tell(outcome);
      return;
    }
    this.tally.notStarted(1);
    this.tell(notStarted(reference, provider));
  }

  finish(): void {
    this.#forgetSignal();
    this.turns.finish();
    this.scope.finish();
  }
}

function mostFailures({ maximumFailures, plan }: ApplyPlanRequest): number {
  if (maximumFailures === undefined) return Number.POSITIVE_INFINITY;
  if (typeof maximumFailures === "number") return maximumFailures;
  return Math.floor((plan.header.summary.changes * Number.parseFloat(maximumFailures)) / 100);
}

/** Of a resource that was read, and refused afterwards, it is known that nothing was changed: the journal says so. */
function withKnownKeys(record: OutcomeRecord, { made, sent }: BegunChange): OutcomeRecord {
  // The rest was made by another program meanwhile.
  if (record.status === "changed") return made === undefined ? record : { ...record, appliedKeys: made };
  const isKnown = record.status === "failed" || record.status === "skipped";
  return {
    ...record,
    ...(isKnown && { appliedKeys: record.appliedKeys ?? [] }),
    ...(sent !== undefined && mayBeMade(record) && { sentKeys: sent }),
  };
}

function outcomeRecord(outcome: Outcome, entry: PlanEntry): OutcomeRecord {
  const { status, requestIds } = outcome;
  // As the plan names it: that is how the journal is read with the plan in hand.
  const base = {
    type: "outcome",
    ...recordedResource(entry),
    status,
    ...("otherChanges" in outcome && { otherChanges: outcome.otherChanges }),
    ...(requestIds.length > 0 && { requestIds }),
  } as const;
  if (outcome.status === "skipped") {
    const { reason, tagKeys, appliedKeys, partial } = outcome;
    return {
      ...base,
      reason,
      ...(tagKeys !== undefined && { tagKeys }),
      ...(appliedKeys !== undefined && { appliedKeys }),
      ...(partial !== undefined && { partial }),
    };
  }
  if (outcome.status !== "failed" && outcome.status !== "unknown") return base;
  const { code, message, hint, providerCode } = outcome.error;
  return {
    ...base,
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(providerCode !== undefined && { providerCode }),
    ...(outcome.appliedKeys !== undefined && { appliedKeys: outcome.appliedKeys }),
    ...(outcome.partial !== undefined && { partial: outcome.partial }),
  };
}
