import { firstKind } from "../driver/kinds-of.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { DriverOperation } from "../driver/capabilities.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { CrosstagEvent } from "../calls/crosstag-event.ts";
import type { Outcome } from "../model/outcome.ts";
import type { PlanCost } from "../plan/plan.ts";
import type { PlannedResourceChange } from "../plan/plan-entry.ts";
import { PLAN_WINDOW } from "../plan/plan-window.ts";
import type { ApplyPlanRequest } from "./apply-request.ts";
import { isDone } from "./earlier-outcome.ts";
import { applyItems } from "./apply-items.ts";
import { confirmEarlier } from "./confirm-earlier.ts";
import type { BegunChange, RunContext } from "./run-context.ts";
import { stoppedScope, type StoppedScope } from "../model/stopped-scope.ts";
import { madeOf, newRunItem, sentOf } from "./run-item.ts";
import type { RunItem } from "./run-item.ts";
import { ItemVerifier } from "./verify-items.ts";
import { DRIVER_OPERATIONS } from "../driver/capabilities.ts";

type CallPlace = Pick<CrosstagEvent & { type: "call-throttled" }, "provider" | "region" | "account">;

/** What a run has to do in one cloud, account and region. */
interface ScopePart {
  readonly scope: string;
  /** Changes that are open: all of the plan's but in a resumed run. */
  readonly changes: number;
  /** Of these, the ones that an earlier part of the run has an outcome of. */
  readonly standing: number;
  /** Changes that an earlier part of the run has made and that are to be read back. */
  readonly doubted: number;
  /** Of the plan's changes in this scope, how many are open. */
  readonly share: number;
}

/** The part of a run that spends the quotas of one cloud, account and region. */
export class ScopeRun {
  readonly scope: string;
  /** Changes that were begun, or at least read from the plan. */
  taken = 0;
  readonly #engine: DriverEngine;
  readonly #changes: number;
  readonly #standing: number;
  #doubted: number;
  /** Changes that were taken up, and not started. */
  readonly #unsettled: PlannedResourceChange[] = [];
  readonly #request: ApplyPlanRequest;
  readonly #context: RunContext;
  readonly #entries: AsyncIterator<PlannedResourceChange, void>;
  readonly #verifier: ItemVerifier;
  readonly #plannedCalls: number;
  readonly #operations: readonly DriverOperation[];
  #settled = 0;
  #failed = 0;
  #unknown = 0;
  #calls = 0;
  #throttled = 0;

  constructor(
    engine: DriverEngine,
    { scope, changes, standing, doubted, share }: ScopePart,
    request: ApplyPlanRequest,
    context: RunContext,
  ) {
    this.#engine = engine;
    this.scope = scope;
    this.#changes = changes;
    this.#standing = standing;
    this.#doubted = doubted;
    this.#request = request;
    this.#context = context;
    this.#entries = openEntries(scope, request);
    this.#verifier = new ItemVerifier(engine, context);
    const planned = request.plan.header.summary.costs.filter((cost) => cost.scope === scope);
    this.#plannedCalls = Math.ceil(planned.reduce((sum, { calls }) => sum + totalOf(calls), 0) * share);
    this.#operations = planned.flatMap(({ calls }) =>
      DRIVER_OPERATIONS.filter((operation) => calls[operation] !== undefined),
    );
  }

  /** Changes that have not been taken up. */
  get left(): number {
    return this.#changes - this.taken;
  }

  /** Why nothing more can be done here; undefined while the cloud can be reached and serves the account. */
  get stopped(): StoppedScope | undefined {
    const { reason, isShared } = this.#context.scope.stopOf(this.#engine);
    // A scope that has done its part is not stopped with the others of its entry or server.
    const hasRest = this.left + this.#unsettled.length + this.#doubted > 0;
    if (reason === undefined || (isShared && !hasRest)) return undefined;
    return stoppedScope(this.scope, reason);
  }

  /** Applies so many of the changes that are left, and reads them back. */
  async apply(most: number): Promise<void> {
    let verified: Promise<void> = Promise.resolve();
    for (
      let left = Math.min(most, this.left);
      left > 0 && this.#context.stopped === undefined && this.stopped === undefined;
    ) {
      const entries = await this.#take(Math.min(left, PLAN_WINDOW));
      if (entries.length === 0) break;
      left -= entries.length;
      await this.#applyWindow(entries);
      // One window is read back while the next is written; no more, so that memory stays bounded.
      await verified;
      verified = this.#verifier.flush();
    }
    await verified;
  }

  /** Reads back what earlier parts of the run have changed and could not confirm. */
  async confirmEarlier(): Promise<void> {
    if (this.#doubted === 0) return;
    const isWhole = await confirmEarlier(this.scope, this.#engine, this.#request, this.#context);
    if (isWhole) this.#doubted = 0;
  }

  /** Reports the changes that were not started; a resume continues with them. */
  async abandonRest(): Promise<void> {
    const { provider } = this.#engine.driver;
    for (const entry of this.#unsettled) this.#context.leave(entry, provider);
    if (this.left === 0) return;
    if (this.#request.onOutcome === undefined && this.#standing === 0) {
      this.#context.tally.notStarted(this.left);
      return;
    }
    for (let next = await this.#entries.next(); !next.done; next = await this.#entries.next())
      this.#context.leave(next.value, provider);
  }

  /** Lets go of the plan, which may be an open file. */
  async close(): Promise<void> {
    await this.#entries.return?.().catch(() => {});
  }

  /** A call of this scope was throttled, perhaps. */
  noteThrottle({ provider, region, account }: CallPlace): void {
    const { driver, account: own } = this.#engine;
    const { scope } = own;
    if (provider === driver.provider && region === scope.region && account === scope.account) this.#throttled += 1;
  }

  async #take(count: number): Promise<readonly PlannedResourceChange[]> {
    const entries: PlannedResourceChange[] = [];
    while (entries.length < count) {
      const next = await this.#entries.next();
      if (next.done) break;
      entries.push(next.value);
    }
    this.taken += entries.length;
    return entries;
  }

  async #applyWindow(entries: readonly PlannedResourceChange[]): Promise<void> {
    const items: RunItem[] = [];
    for (const entry of entries) {
      const item = newRunItem(this.#engine, entry);
      if (item === undefined) this.#settle(misplaced(entry, this.#engine.driver.provider), entry);
      else items.push(item);
    }
    await applyItems(items, {
      engine: this.#engine,
      context: this.#context,
      earlier: this.#request.resume,
      settled: (item, outcome) => {
        const isToBeRead = outcome.status === "changed" && item.work !== undefined && this.#context.verifies;
        if (isToBeRead && !readsBack(this.#engine.driver)) this.#verifier.add(item);
        this.#settle(outcome, item.entry, item.work && item.intended && { made: madeOf(item), sent: sentOf(item) });
      },
      called: () => {
        this.#calls += 1;
        this.tellProgress();
      },
    });
    for (const { entry, outcome } of items) if (outcome === undefined) this.#unsettled.push(entry);
  }

  /** @param begun as for `RunContext.settle` */
  #settle(outcome: Outcome, entry: PlannedResourceChange, begun?: BegunChange): void {
    this.#settled += 1;
    if (outcome.status === "failed") this.#failed += 1;
    if (outcome.status === "unknown") this.#unknown += 1;
    this.#context.settle(outcome, entry, begun);
    this.tellProgress();
  }

  /** Says how far it is. */
  tellProgress(): void {
    const { scope } = this.#context;
    if (!scope.watched) return;
    const { caller, driver } = this.#engine;
    scope.emit({
      type: "run-progress",
      scope: this.scope,
      resources: this.#changes,
      settled: this.#settled,
      failed: this.#failed,
      unknown: this.#unknown,
      plannedCalls: this.#plannedCalls,
      calls: this.#calls,
      throttled: this.#throttled,
      requestsPerSecond: Math.min(
        ...this.#operations.map((operation) => caller.requestsPerSecond(operation, firstKind(driver))),
      ),
    });
  }
}

/** The write has read the tags back itself. */
function readsBack({ writes }: KmsDriver): boolean {
  return writes?.style === "replace" && !writes.versioned;
}

/** Write calls: the reads for them are not counted while the run makes progress. */
function totalOf(calls: PlanCost["calls"]): number {
  return Object.values({ ...calls, readTags: 0 }).reduce((sum, count) => sum + count, 0);
}

/** The changes of a scope that have no final outcome yet. */
export async function* openEntries(
  scope: string,
  { plan, resume }: ApplyPlanRequest,
): AsyncGenerator<PlannedResourceChange, void, undefined> {
  for await (const entry of plan.entries(scope)) {
    if (entry.action !== "change") continue;
    if (!isDone(resume?.outcomes.get(entry.reference)?.status)) yield entry;
  }
}

function misplaced({ reference }: PlannedResourceChange, provider: string): Outcome {
  const error = new CrosstagError({
    code: "invalid-request",
    provider,
    reference,
    message: "The plan's reference is not served by this cloud, account and region.",
    hint: "Apply the plan with the configuration that was used to make it.",
  });
  return { resource: reference, reference, provider, attempts: 0, requestIds: [], status: "failed", error };
}
