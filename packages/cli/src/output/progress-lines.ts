import { jsonText, type ScopeProgress } from "@crosstag/core/internal";
import { describeCount } from "./describe-count.ts";
import { describeDuration } from "./describe-duration.ts";
import { describeNumber } from "./describe-number.ts";
import { describeProblems, describeTimeLeft, type RunProgressEvent } from "./describe-scope-progress.ts";
import { printableLine } from "./printable.ts";

/** The shortest time between two lines of one scope, milliseconds; the first and the last line are always written. */
const LINE_MS = 10_000;

export type ProgressLineFormat = "plain" | "jsonl";

/** Progress for a log: a line now and then. */
export class ProgressLines {
  readonly #format: ProgressLineFormat;
  readonly #write: (line: string) => void;
  readonly #toldAt = new Map<ScopeProgress<RunProgressEvent>, number>();
  readonly #done = new Set<ScopeProgress<RunProgressEvent>>();

  constructor(format: ProgressLineFormat, write: (line: string) => void) {
    this.#format = format;
    this.#write = write;
  }

  show(scopes: Iterable<ScopeProgress<RunProgressEvent>>, now: number): void {
    for (const scope of scopes) {
      if (this.#done.has(scope)) continue;
      if (scope.finished || now - (this.#toldAt.get(scope) ?? Number.NEGATIVE_INFINITY) >= LINE_MS)
        this.#tell(scope, now);
    }
  }

  #tell(scope: ScopeProgress<RunProgressEvent>, now: number): void {
    this.#toldAt.set(scope, now);
    if (scope.finished) this.#done.add(scope);
    this.#write(this.#format === "plain" ? plainLine(scope, now) : recordLine(scope, now));
  }
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
