import { jsonText, type ScopeProgress } from "@crosstag/core/internal";
import { describeCount } from "./describe-count.ts";
import { describeDuration } from "./describe-duration.ts";
import { describeNumber } from "./describe-number.ts";
import { describeProblems, describeTimeLeft, type RunProgressEvent } from "./describe-scope-progress.ts";
import { printableLine } from "./printable.ts";

/** The shortest time between two lines of one scope, milliseconds; the first and the last line are always written. */
const LINE_MS = 10_000;
/** More scopes are shown together: a fleet has thousands, and a log with a line for each every ten seconds is unreadable. */
const MOST_SCOPES = 20;

export type ProgressLineFormat = "plain" | "jsonl";

/** Progress for a log: a line now and then. */
export class ProgressLines {
  readonly #format: ProgressLineFormat;
  readonly #write: (line: string) => void;
  readonly #toldAt = new Map<ScopeProgress<RunProgressEvent>, number>();
  readonly #done = new Set<ScopeProgress<RunProgressEvent>>();
  #togetherAt: number | undefined;

  constructor(format: ProgressLineFormat, write: (line: string) => void) {
    this.#format = format;
    this.#write = write;
  }

  show(given: Iterable<ScopeProgress<RunProgressEvent>>, now: number): void {
    const scopes = [...given];
    if (this.#format === "plain" && scopes.length > MOST_SCOPES) {
      this.#showTogether(scopes, now);
      return;
    }
    for (const scope of scopes) {
      if (this.#done.has(scope)) continue;
      if (scope.finished || now - (this.#toldAt.get(scope) ?? Number.NEGATIVE_INFINITY) >= LINE_MS)
        this.#tell(scope, now);
    }
  }

  /** The last figures of scopes that were shown together. */
  end(scopes: Iterable<ScopeProgress<RunProgressEvent>>, now: number): void {
    if (this.#togetherAt !== undefined) this.#write(togetherLine([...scopes], now));
  }

  #showTogether(scopes: readonly ScopeProgress<RunProgressEvent>[], now: number): void {
    for (const scope of scopes) {
      if (!scope.finished || this.#done.has(scope)) continue;
      if (describeProblems(scope.event) === undefined) this.#done.add(scope);
      else this.#tell(scope, now);
    }
    if (this.#togetherAt === undefined) {
      this.#togetherAt = now;
      this.#write(
        `More than ${MOST_SCOPES} scopes: from here on they are shown together, and each one that has problems.`,
      );
    } else if (now - this.#togetherAt >= LINE_MS) {
      this.#togetherAt = now;
      this.#write(togetherLine(scopes, now));
    }
  }

  #tell(scope: ScopeProgress<RunProgressEvent>, now: number): void {
    this.#toldAt.set(scope, now);
    if (scope.finished) this.#done.add(scope);
    this.#write(this.#format === "plain" ? plainLine(scope, now) : recordLine(scope, now));
  }
}

/** Scopes that have not begun are not known. */
function togetherLine(scopes: readonly ScopeProgress<RunProgressEvent>[], now: number): string {
  const sum = (figure: (scope: ScopeProgress<RunProgressEvent>) => number) =>
    scopes.reduce((total, scope) => total + figure(scope), 0);
  const atWork = scopes.filter(({ finished }) => !finished);
  const done = scopes.filter(({ complete }) => complete).length;
  const stopped = scopes.length - atWork.length - done;
  const settled = sum(({ event }) => event.settled);
  const pace = atWork.reduce((total, scope) => total + (scope.callsPerSecond(now) ?? 0), 0);
  const facts = [
    `${describeNumber(settled)} of ${describeCount(
      sum(({ event }) => event.resources),
      "resource",
    )}`,
    atWork.length === 0 ? undefined : `${describeNumber(pace)} calls/s`,
    `${describeNumber(sum(({ event }) => event.throttled))} throttled`,
    describeProblems({ failed: sum(({ event }) => event.failed), unknown: sum(({ event }) => event.unknown) }),
    `${describeNumber(done)} done`,
    stopped > 0 ? `${describeNumber(stopped)} stopped` : undefined,
  ];
  return `${describeCount(scopes.length, "scope")} begun: ${facts.filter((fact) => fact !== undefined).join(", ")}.`;
}

function plainLine(scope: ScopeProgress<RunProgressEvent>, now: number): string {
  const { event, finished } = scope;
  const pace = scope.callsPerSecond(now);
  const left = describeTimeLeft(scope, now);
  const facts = [
    `${describeNumber(event.settled)} of ${describeCount(event.resources, "resource")}`,
    pace === undefined ? undefined : `${describeNumber(pace)} calls/s`,
    `${describeNumber(event.throttled)} throttled`,
    describeProblems(event),
    finished
      ? `${scope.complete ? "done" : "stopped"} after ${describeDuration(scope.secondsSoFar(now))}`
      : left === undefined
        ? undefined
        : `about ${left} left`,
  ];
  return `${printableLine(event.scope)}: ${facts.filter((fact) => fact !== undefined).join(", ")}.`;
}

/** The event with what was worked out from it. JSON has no infinity: without a pace `requestsPerSecond` is null. */
function recordLine(scope: ScopeProgress<RunProgressEvent>, now: number): string {
  return jsonText({
    ...scope.event,
    callsPerSecond: rounded(scope.callsPerSecond(now)),
    secondsSoFar: rounded(scope.secondsSoFar(now)),
    secondsLeft: rounded(scope.secondsLeft(now)),
  });
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 10) / 10;
}
