import type { Outcome } from "../model/outcome.ts";
import { countOutcomes } from "../model/outcome.ts";
import type { WriteResult } from "./tag-requests.ts";
import { stoppedScope } from "../model/stopped-scope.ts";
import type { StoppedScope } from "../model/stopped-scope.ts";
import { groupBy } from "../batching/split.ts";
import type { Violation } from "../model/violation.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { engineScopeName } from "../calls/engine-scope-name.ts";
import type { ParsedResource } from "../reads/parse-resources.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { resolveAliases } from "../reads/resolve-aliases.ts";
import type { PlacedTarget } from "../reads/resolve-aliases.ts";
import type { Target } from "../reads/target.ts";

/** Does the work for the resources of one driver; says what became of each. */
export type WriteWork = (
  engine: DriverEngine,
  targets: readonly Target[],
  settle: (target: Target, outcome: Outcome) => void,
) => Promise<void>;

/** What tagging and untagging share: aliases, one outcome for each resource, the order given, all drivers at once. */
export async function runWriteRequest(
  resources: readonly ParsedResource[],
  warnings: Violation[],
  scope: RequestScope,
  work: WriteWork,
): Promise<WriteResult> {
  const resolved = resolveAliases(resources, scope);
  const placed = resolved instanceof Promise ? await resolved : resolved;
  const outcomes = new Map<Target, Outcome>();
  const settle = (target: Target, outcome: Outcome) => {
    outcomes.set(target, outcome);
    if (scope.watched)
      scope.emit({
        type: "resource-settled",
        provider: outcome.provider,
        reference: outcome.reference,
        status: outcome.status,
      });
  };
  for (const { target, error } of placed) {
    if (error === undefined) continue;
    // What ended with the request says nothing of the resource.
    const ended = scope.ended !== undefined;
    settle(
      target,
      untouched(target, ended ? { status: "skipped", reason: "not-started" } : { status: "failed", error }),
    );
  }
  const ready = placed.filter(({ error }) => error === undefined);
  await Promise.all(
    [...groupBy(ready, ({ parsed }) => parsed.engine)].map(([engine, ofEngine]) =>
      work(
        engine,
        ofEngine.map(({ target }) => target),
        settle,
      ),
    ),
  );
  const inOrder = placed.map(({ target }) => outcomes.get(target) as Outcome);
  const stopped = stoppedOf(ready, scope);
  return {
    outcomes: inOrder,
    counts: countOutcomes(inOrder),
    warnings,
    calls: scope.calls,
    ...(stopped.length > 0 && { stopped }),
  };
}

function stoppedOf(placed: readonly PlacedTarget[], scope: RequestScope): readonly StoppedScope[] {
  return [...new Set(placed.map(({ parsed }) => parsed.engine))].flatMap((engine) => {
    const { reason } = scope.stopOf(engine.driver);
    return reason === undefined ? [] : [stoppedScope(engineScopeName(engine), reason)];
  });
}

/** Says of a target that was changed without being read that it was not; of those given, or of all. */
export function unreadSettle(
  settle: (target: Target, outcome: Outcome) => void,
  unread?: ReadonlySet<Target>,
): (target: Target, outcome: Outcome) => void {
  return (target, outcome) => {
    const isUnread = outcome.status === "changed" && (unread === undefined || unread.has(target));
    settle(target, isUnread ? notRead(outcome) : outcome);
  };
}

/** Spelled out: this is made for every resource, and a spread costs ten times as much. */
function notRead({ resource, reference, provider, attempts, requestIds }: Outcome): Outcome {
  return { resource, reference, provider, attempts, requestIds, status: "changed", read: false };
}

/** The outcome of a target for which nothing was sent. */
export function untouched(
  target: Target,
  outcome:
    | Pick<Outcome & { status: "unchanged" | "changed" }, "status">
    | Pick<Outcome & { status: "skipped" }, "status" | "reason" | "change" | "tagKeys">
    | Pick<Outcome & { status: "failed" }, "status" | "error">,
): Outcome {
  const { naming } = target;
  if (outcome.status !== "unchanged") return { ...naming, attempts: 0, requestIds: [], ...outcome };
  // Spelled out, like `notRead`: most resources of most requests are unchanged.
  const { resource, reference, provider } = naming;
  return { resource, reference, provider, attempts: 0, requestIds: [], status: "unchanged" };
}
