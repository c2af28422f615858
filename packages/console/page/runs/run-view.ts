import { ScopeProgress } from "@crosstag/core/internal";
import type { outcomeCounts, runEvent, runOutcome, runProgress } from "@crosstag/operations";
import type { z } from "zod";

/** One event of a run. */
export type RunEvent = z.output<typeof runEvent>;
/** What became of one resource. */
export type RunOutcome = z.output<typeof runOutcome>;
/** How far one cloud, account and region is. */
export type RunProgress = z.output<typeof runProgress>;
/** Resources by status. */
type OutcomeCounts = z.output<typeof outcomeCounts>;

/** One cloud, account and region in a run. */
export interface Lane {
  readonly scope: string;
  /** Resources that have their outcome. */
  readonly settled: number;
  readonly failed: number;
  readonly unknown: number;
  /** Only while it is followed live, or was. */
  readonly live?: {
    /** Resources that the plan changes there. */
    readonly resources: number;
    readonly throttled: number;
    /** The pace of the last seconds. */
    readonly callsPerSecond: number | undefined;
    /** The pace that the quota allows at the moment. */
    readonly requestsPerSecond: number | null;
    readonly secondsLeft: number | undefined;
    readonly finished: boolean;
  };
}

/** A run as its events tell it, so far. */
export interface RunSoFar {
  /** Resources that the plan changes; absent until the run's beginning is read. */
  readonly changes: number | undefined;
  readonly outcomes: readonly RunOutcome[];
  readonly counts: OutcomeCounts;
  readonly lanes: readonly Lane[];
  /** Changed resources that do not show the change when read again, with the tag keys. */
  readonly notShown: ReadonlyMap<string, readonly string[]>;
  /** Changed resources that could not be read again. */
  readonly notRead: ReadonlyMap<string, readonly string[]>;
  /** Whether the last event was the end. */
  readonly ended: boolean;
}

/** Collects the events of a run. Times are milliseconds of a clock that does not jump. */
export class RunView {
  readonly #outcomes = new Map<string, RunOutcome>();
  readonly #scopes = new Map<string, ScopeProgress<RunProgress>>();
  readonly #notShown = new Map<string, readonly string[]>();
  readonly #notRead = new Map<string, readonly string[]>();
  #changes: number | undefined;
  #ended = false;

  take(event: RunEvent, now: number): void {
    this.#ended = event.type === "ended";
    switch (event.type) {
      case "started":
        this.#changes = event.changes;
        break;
      case "outcome":
        // A resource that a run had left and a resumed one changed has two outcomes; the last one counts.
        this.#outcomes.set(keyOf(event.outcome), event.outcome);
        this.#readAgain(event.outcome.reference);
        break;
      case "not-shown":
        this.#readAgain(event.reference);
        this.#notShown.set(event.reference, event.tagKeys);
        break;
      case "not-read":
        this.#readAgain(event.reference);
        this.#notRead.set(event.reference, event.tagKeys);
        break;
      case "shown":
        this.#readAgain(event.reference);
        break;
      case "progress":
        for (const progress of event.scopes) this.#progress(progress, now);
        break;
      case "resumed":
      case "interrupted":
        // No scope continues: the process that continues the run says how far each one is.
        this.#scopes.clear();
        break;
      case "ended":
        for (const scope of this.#scopes.values()) scope.finish(now);
        break;
    }
  }

  soFar(now: number): RunSoFar {
    const outcomes = [...this.#outcomes.values()];
    return {
      changes: this.#changes,
      outcomes,
      counts: countsOf(outcomes),
      lanes: this.#lanes(outcomes, now),
      notShown: new Map(this.#notShown),
      notRead: new Map(this.#notRead),
      ended: this.#ended,
    };
  }

  /** What was said of a resource before does not count any more. */
  #readAgain(reference: string): void {
    this.#notShown.delete(reference);
    this.#notRead.delete(reference);
  }

  #progress(progress: RunProgress, now: number): void {
    const scope = this.#scopes.get(progress.scope);
    if (scope === undefined) this.#scopes.set(progress.scope, new ScopeProgress(progress, now));
    else scope.update(progress, now);
  }

  /** From the outcomes, and while the run goes from what the service reports about it. */
  #lanes(outcomes: readonly RunOutcome[], now: number): readonly Lane[] {
    const lanes = new Map([...this.#scopes.keys()].map((scope) => [scope, noOutcomes()]));
    for (const { scope, status } of outcomes) {
      const counts = lanes.get(scope) ?? noOutcomes();
      lanes.set(scope, counts);
      counts.settled += 1;
      if (status === "failed" || status === "unknown") counts[status] += 1;
    }
    return [...lanes].map(([scope, counts]) => {
      const progress = this.#scopes.get(scope);
      return { scope, ...counts, ...(progress !== undefined && { live: liveOf(progress, now) }) };
    });
  }
}

function noOutcomes(): { settled: number; failed: number; unknown: number } {
  return { settled: 0, failed: 0, unknown: 0 };
}

function liveOf(scope: ScopeProgress<RunProgress>, now: number): NonNullable<Lane["live"]> {
  const { resources, throttled, requestsPerSecond } = scope.event;
  return {
    resources,
    throttled,
    requestsPerSecond,
    callsPerSecond: scope.callsPerSecond(now),
    secondsLeft: scope.secondsLeft(now),
    finished: scope.finished,
  };
}

function keyOf({ scope, endpoint, reference }: RunOutcome): string {
  return JSON.stringify([scope, endpoint, reference]);
}

function countsOf(outcomes: readonly RunOutcome[]): OutcomeCounts {
  const counts = { changed: 0, unchanged: 0, skipped: 0, failed: 0, unknown: 0 };
  for (const { status } of outcomes) counts[status] += 1;
  return counts;
}
