import type { DriverEngine } from "../calls/driver-engine.ts";
import { isUnreachable } from "../calls/is-unreachable.ts";
import { learnAccounts } from "../calls/learn-accounts.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { DriverScope } from "../model/reference.ts";
import { mayStandFor } from "../reads/unreadable-clouds.ts";
import { parseScopeName } from "../driver/scope-name.ts";
import type { PlanEntry } from "../plan/plan-entry.ts";

/**
 * Finds the driver for each scope of a plan: the one whose credentials belong to the scope's account, at the endpoint that
 * the plan was made at.
 */
export class ScopeAssignment {
  readonly #engines: readonly DriverEngine[];
  readonly #request: RequestScope;
  readonly #byScope = new Map<string, DriverEngine>();
  readonly #refused = new Map<DriverEngine, CrosstagError>();
  readonly #unserved = new Map<string, CrosstagError>();

  /** @param request asks the clouds whose credentials these are */
  constructor(engines: readonly DriverEngine[], request: RequestScope) {
    this.#engines = engines;
    this.#request = request;
  }

  /**
   * A scope that no cloud is configured for, or that cannot be asked, is in `unserved` afterwards.
   * @throws CrosstagError `configuration` if the cloud of the scope has another account or endpoint
   */
  async assign({ scope, endpoint }: Pick<PlanEntry, "scope" | "endpoint">): Promise<void> {
    if (this.#unserved.has(scope)) return;
    let engine = this.#byScope.get(scope);
    if (engine === undefined) {
      const found = await this.#find(scope);
      if (CrosstagError.is(found)) {
        this.#unserved.set(scope, found);
        return;
      }
      engine = found;
      this.#byScope.set(scope, engine);
    }
    const own = engine.driver.endpoint;
    if (endpoint !== own)
      throw refused(
        `The plan changes resources of ${scope} at ${describeEndpoint(endpoint)}, but this cloud is configured for ${describeEndpoint(own)}.`,
      );
  }

  /**
   * The clouds that refused the credentials, or the account, or could not be reached, when they were asked whose these
   * are. Nothing is sent to them.
   * @throws CrosstagError why, when no other cloud is left
   */
  refused(): ReadonlyMap<DriverEngine, CrosstagError> {
    const [error] = this.#refused.values();
    const engines = [...this.#byScope.values()];
    if (error !== undefined && engines.every((engine) => this.#refused.has(engine))) throw error;
    return this.#refused;
  }

  /**
   * The scopes that no cloud is configured for, for example of an account that has left the organization, or whose clouds
   * cannot be asked, and why nothing is sent for them.
   * @throws CrosstagError why, if no other scope is left
   */
  unserved(): ReadonlyMap<string, CrosstagError> {
    const [error] = this.#unserved.values();
    if (error !== undefined && this.#byScope.size === 0)
      throw error.code === "configuration" ? refused(error.message) : error;
    return this.#unserved;
  }

  /** Undefined before a change of the scope was assigned. */
  engineOf(scope: string): DriverEngine | undefined {
    return this.#byScope.get(scope);
  }

  async #find(name: string): Promise<DriverEngine | CrosstagError> {
    const wanted = parseScopeName(name);
    if (wanted === undefined) throw refused(`The plan changes resources of ${name}, which is not the name of a cloud.`);
    const ofProvider = this.#engines.filter(
      ({ driver }) => driver.provider === wanted.provider && driver.service === wanted.service,
    );
    const inRegion = ofProvider.filter(
      ({ driver }) => driver.unreadable === undefined && driver.scope.region === wanted.region,
    );
    // A fleet has hundreds of accounts in a region: only the one that is meant is asked.
    const own = inRegion.filter(({ driver }) => driver.scope.account === wanted.account);
    const candidates = own.length > 0 ? own : inRegion.filter(({ driver }) => driver.scope.account === undefined);
    const standIn = standInFor(wanted, ofProvider);
    const isCertain = standIn?.scope.account !== undefined && own.length === 0;
    if (candidates.length === 0 || isCertain)
      return standIn?.unreadable.error ?? unserved(describeUnserved(name, wanted.account, inRegion));
    const engine = await this.#ask(candidates, wanted.account, own.length > 0);
    if (engine !== undefined) return engine;
    if (standIn !== undefined) return standIn.unreadable.error;
    const actual = candidates[0]?.account.scope.account;
    throw refused(
      `The plan changes resources of account ${wanted.account} (${name}), but these credentials belong to account ${actual}.`,
    );
  }

  /** Asks clouds whose credentials these are. Gives the one of the account, or the one that cannot say so. */
  async #ask(
    candidates: readonly DriverEngine[],
    account: string,
    isConfigured: boolean,
  ): Promise<DriverEngine | undefined> {
    // One account of an entry for many must not stop the others: a missing role is the fault of that account.
    const apart = candidates.every(({ cloud }) => cloud?.account !== undefined);
    const errors = await learnAccounts(this.#engines, candidates, this.#request, { apart });
    const engine = candidates.find((one) => one.account.known && one.account.scope.account === account);
    if (engine !== undefined) return engine;
    const [unasked, ...others] = errors;
    if (unasked === undefined) return undefined;
    const [candidate, error] = unasked;
    // It has its own outcome, and the other clouds continue. Of several, it is unknown which one it is.
    const isStopped = this.#request.stopOf(candidate).reason !== undefined;
    const isApart = isConfigured || isStopped || error.code === "unauthenticated" || isUnreachable(error.code);
    if (others.length > 0 || !isApart || this.#request.ended !== undefined) throw error;
    this.#refused.set(candidate, error);
    return candidate;
  }
}

type StandIn = Pick<KmsDriver, "scope"> & Required<Pick<KmsDriver, "unreadable">>;

/** What stands for the account and region because they cannot be asked: of this account, or else of an entry. */
function standInFor(wanted: DriverScope, engines: readonly DriverEngine[]): StandIn | undefined {
  const all = engines.flatMap(({ driver: { scope, unreadable, ...driver } }) =>
    unreadable !== undefined && mayStandFor({ ...driver, scope, unreadable }, wanted) ? [{ scope, unreadable }] : [],
  );
  return all.find(({ scope }) => scope.account !== undefined) ?? all[0];
}

/** Says what is served instead, if that is one cloud. Whether others are configured and not selected is not known here. */
function describeUnserved(name: string, account: string | undefined, inRegion: readonly DriverEngine[]): string {
  const [only] = inRegion;
  const planned = `The plan changes resources of account ${account} (${name})`;
  if (inRegion.length !== 1 || only === undefined) return `${planned}, for which no cloud is configured and selected.`;
  const { scope, title } = only.driver;
  return `${planned}, but only account ${scope.account} is configured and selected for ${title} in ${scope.region}.`;
}

/** Why nothing is sent for a scope. */
function unserved(message: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    operation: "applyPlan",
    message,
    hint: "Configure or select the account and region again, then resume the run.",
  });
}

function describeEndpoint(endpoint: string | undefined): string {
  return endpoint === undefined ? "the cloud's own endpoint" : `the endpoint ${endpoint}`;
}

function refused(message: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    operation: "applyPlan",
    message: `${message} Nothing was sent.`,
    hint: "Apply the plan with the configuration and credentials that were used to make it.",
  });
}
