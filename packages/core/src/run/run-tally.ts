import type { ErrorCode } from "../model/crosstag-error.ts";
import type { Outcome, OutcomeStatus, PartialChange, SkipReason } from "../model/outcome.ts";
import type { EarlierRun } from "./apply-request.ts";
import { earlierDoubts } from "./earlier-doubts.ts";
import { isDone, type FailureCause, type StandingOutcome } from "./earlier-outcome.ts";
import type { RunFailureGroup } from "./run-result.ts";
import type { StoppedScope } from "../model/stopped-scope.ts";

/** References that are named for a cause. */
const EXAMPLES = 5;

type OpenGroup = Omit<RunFailureGroup, "partial"> & {
  resources: number;
  examples: string[];
  partial?: (PartialChange & { resources: number })[];
};

/** Counts outcomes while they come, and groups failures by their cause; keeps none of them. */
export class RunTally {
  readonly counts: Record<OutcomeStatus, number> = { changed: 0, unchanged: 0, skipped: 0, failed: 0, unknown: 0 };
  readonly skipped = new Map<SkipReason, number>();
  #notRead: { code?: ErrorCode; resources: number; examples: string[] } | undefined;
  #notShown: { resources: number; examples: string[] } | undefined;
  #otherChanges: { resources: number; examples: string[] } | undefined;
  readonly #failures = new Map<string, OpenGroup>();
  changedInPart = 0;
  /** Resources that this part of the run was to change, and did not start. */
  left = 0;

  /** Failed and unknown resources, except the ones that failed for the reason that stopped their cloud. */
  failuresApartFrom(stopped: readonly Pick<StoppedScope, "code" | "message">[]): number {
    const failed = this.counts.failed + this.counts.unknown;
    const ofStops = [...this.#failures.values()].filter((group) => isOneOf(stopped, group));
    return failed - ofStops.reduce((sum, { resources }) => sum + resources, 0);
  }

  add(outcome: Outcome): void {
    this.counts[outcome.status] += 1;
    const partial = "partial" in outcome ? outcome.partial : undefined;
    if (partial !== undefined) this.changedInPart += 1;
    if ("otherChanges" in outcome) this.#otherChanges = withOne(this.#otherChanges, outcome.reference);
    if ("readBack" in outcome) this.notRead(outcome.reference, undefined);
    if (outcome.status === "skipped") this.#skip(outcome.reason);
    else if (outcome.status === "failed" || outcome.status === "unknown") {
      const { code, message, hint, providerCode } = outcome.error;
      this.#fail(
        {
          status: outcome.status,
          code,
          message,
          ...(hint !== undefined && { hint }),
          ...(providerCode !== undefined && { providerCode }),
        },
        outcome.reference,
        partial,
      );
    }
  }

  /** A resource that an earlier part of the run is done with. */
  addDone(status: "changed" | "unchanged"): void {
    this.counts[status] += 1;
  }

  /**
   * The outcome that a resource keeps because this part of the run did not start it. To be called when nothing more is
   * started: it must not count as a failure of this part.
   */
  addStanding(reference: string, outcome: StandingOutcome): void {
    const { status, partial, otherChanges } = outcome;
    this.left += 1;
    this.counts[status] += 1;
    if (partial !== undefined) this.changedInPart += 1;
    if (otherChanges !== undefined) this.#otherChanges = withOne(this.#otherChanges, reference);
    if (outcome.status === "skipped") this.#skip(outcome.reason);
    else this.#fail(outcome.cause, reference, partial);
  }

  /**
   * What readings of earlier parts of the run have shown of their own changes. To be called at the end, too.
   * @param readAgain resources of which a reading of this part has said it anew
   */
  addEarlierDoubts(earlier: EarlierRun, readAgain: ReadonlySet<string>): void {
    for (const [reference, doubt] of earlierDoubts(earlier)) {
      if (readAgain.has(reference)) continue;
      if (doubt.type === "not-shown") this.notShown(reference);
      else this.notRead(reference, doubt.code);
    }
    for (const [reference, { status, otherChanges }] of earlier.outcomes)
      if (isDone(status) && otherChanges !== undefined) this.#otherChanges = withOne(this.#otherChanges, reference);
  }

  notStarted(resources: number): void {
    if (resources === 0) return;
    this.left += resources;
    this.counts.skipped += resources;
    this.skipped.set("not-started", (this.skipped.get("not-started") ?? 0) + resources);
  }

  notShown(reference: string): void {
    this.#notShown = withOne(this.#notShown, reference);
  }

  get notShownGroup(): RunFailureGroup | undefined {
    if (this.#notShown === undefined) return undefined;
    return {
      status: "changed",
      message: "The cloud confirmed the change, but reading the tags afterwards did not show it.",
      hint: "Reads can lag behind writes, and other programs may have changed the tags: list them again in a few minutes.",
      ...this.#notShown,
    };
  }

  notRead(reference: string, code: ErrorCode | undefined): void {
    this.#notRead ??= { ...(code !== undefined && { code }), resources: 0, examples: [] };
    this.#notRead.resources += 1;
    if (this.#notRead.examples.length < EXAMPLES) this.#notRead.examples.push(reference);
  }

  get notReadGroup(): RunFailureGroup | undefined {
    if (this.#notRead === undefined) return undefined;
    return {
      status: "changed",
      message: "The cloud confirmed the change, but the tags could not be read afterwards.",
      hint: "List the tags of these resources to see whether they show the change.",
      ...this.#notRead,
    };
  }

  get otherChangesGroup(): RunFailureGroup | undefined {
    if (this.#otherChanges === undefined) return undefined;
    return {
      status: "changed",
      message: "Another program changed other tags at the same time, and a change of it may be lost.",
      hint: "The report and the journal have the tag keys: compare these tags with what that program should have set.",
      ...this.#otherChanges,
    };
  }

  /** The largest first. */
  get failures(): readonly RunFailureGroup[] {
    return [...this.#failures.values()].toSorted((left, right) => right.resources - left.resources);
  }

  #skip(reason: SkipReason): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  #fail(cause: FailureCause, reference: string, partial: PartialChange | undefined): void {
    const name = JSON.stringify([cause.status, cause.code, cause.providerCode, cause.message]);
    let group = this.#failures.get(name);
    if (group === undefined) this.#failures.set(name, (group = { ...cause, resources: 0, examples: [] }));
    group.resources += 1;
    if (group.examples.length < EXAMPLES) group.examples.push(reference);
    if (partial !== undefined) notePartial((group.partial ??= []), partial);
  }
}

/** Counts one more resource. */
function withOne(
  group: { readonly resources: number; readonly examples: string[] } = { resources: 0, examples: [] },
  reference: string,
): { resources: number; examples: string[] } {
  const { resources, examples } = group;
  return { resources: resources + 1, examples: resources < EXAMPLES ? [...examples, reference] : examples };
}

function isOneOf(
  stopped: readonly Pick<StoppedScope, "code" | "message">[],
  { code, message }: Pick<RunFailureGroup, "code" | "message">,
): boolean {
  // Refused credentials may be refused in more than one way.
  return code === "unauthenticated" || stopped.some((stop) => stop.code === code && stop.message === message);
}

/** Changes of one plan have few kinds. If there are many, only the first are reported. */
function notePartial(kinds: (PartialChange & { resources: number })[], partial: PartialChange): void {
  const name = JSON.stringify([partial.done, partial.left]);
  const known = kinds.find(({ done, left }) => JSON.stringify([done, left]) === name);
  if (known !== undefined) known.resources += 1;
  else if (kinds.length < EXAMPLES) kinds.push({ done: partial.done, left: partial.left, resources: 1 });
}
