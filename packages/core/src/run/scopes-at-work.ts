import { parseScopeName } from "../driver/scope-name.ts";
import type { PlanCost } from "../plan/plan.ts";

/** Calls a second that the scopes at work may make together before others wait: more than a process can make. */
const MOST_CALLS_PER_SECOND = 2_000;
/** So many scopes are at work in any case: the rate of some may not be known. */
const FEWEST_AT_WORK = 64;

/** What a scope spends. */
interface ScopeNeed {
  /** The shortest time that it takes. */
  readonly seconds: number;
  /** Calls a second of each quota, by what the quota is counted over. */
  readonly rates: ReadonlyMap<string, number>;
}

/** Options of `workWithinPace`. */
export interface WorkOptions<Scope> {
  /** What the plan spends in each scope. */
  readonly costs: readonly PlanCost[];
  /** Does the work of a scope. Must not reject. */
  readonly work: (scope: Scope) => Promise<void>;
  /** Called for each scope that has to wait, before the first work. */
  readonly waits: (scope: Scope) => void;
}

/**
 * Does the work of all scopes, and keeps as many at work as a process can serve: each holds some of the plan in memory. A scope
 * waits only while the quotas of those at work allow more calls than can be made. The longest ones begin first, so
 * that the run takes no longer.
 */
export function workWithinPace<Scope extends { readonly scope: string }>(
  scopes: readonly Scope[],
  { costs, work, waits }: WorkOptions<Scope>,
): Promise<void> {
  const needs = needsOf(costs);
  const secondsOf = ({ scope }: Scope) => needs.get(scope)?.seconds ?? 0;
  const waiting = scopes.toSorted((one, other) => secondsOf(other) - secondsOf(one));
  const pace = new PaceAtWork();
  let begun = 0;
  let atWork = 0;
  return new Promise((resolve) => {
    const begin = (): void => {
      const first = begun;
      while (begun < waiting.length && (atWork < FEWEST_AT_WORK || pace.callsPerSecond < MOST_CALLS_PER_SECOND)) {
        const scope = waiting[begun];
        if (scope === undefined) break;
        begun += 1;
        atWork += 1;
        pace.add(needs.get(scope.scope));
      }
      if (first === 0) for (const scope of waiting.slice(begun)) waits(scope);
      for (const scope of waiting.slice(first, begun)) void work(scope).then(() => end(scope));
      if (atWork === 0) resolve();
    };
    const end = (scope: Scope): void => {
      atWork -= 1;
      pace.remove(needs.get(scope.scope));
      begin();
    };
    begin();
  });
}

/** The quotas of the scopes at work. One that several regions share counts once. */
class PaceAtWork {
  readonly #users = new Map<string, number>();
  callsPerSecond = 0;

  add(need: ScopeNeed | undefined): void {
    for (const [quota, rate] of need?.rates ?? []) {
      const users = this.#users.get(quota) ?? 0;
      if (users === 0) this.callsPerSecond += rate;
      this.#users.set(quota, users + 1);
    }
  }

  remove(need: ScopeNeed | undefined): void {
    for (const [quota, rate] of need?.rates ?? []) {
      const users = (this.#users.get(quota) ?? 1) - 1;
      this.#users.set(quota, users);
      if (users === 0) this.callsPerSecond -= rate;
    }
  }
}

function needsOf(costs: readonly PlanCost[]): ReadonlyMap<string, ScopeNeed> {
  const needs = new Map<string, { seconds: number; rates: Map<string, number> }>();
  for (const { scope, quota, requestsPerSecond = Number.MAX_SAFE_INTEGER, countedPer, seconds = 0 } of costs) {
    const need = needs.get(scope) ?? { seconds: 0, rates: new Map<string, number>() };
    needs.set(scope, need);
    const { provider, account } = parseScopeName(scope) ?? {};
    const counted = countedPer === "account" ? `${provider}/${account}` : scope;
    need.rates.set(`${counted} ${quota}`, requestsPerSecond);
    need.seconds = Math.max(need.seconds, seconds);
  }
  return needs;
}
