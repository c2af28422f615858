import type { CloudName } from "../desired/cloud-name.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { QuotaDiscovery } from "./account-quotas.ts";
import type { EventListener } from "./crosstag-event.ts";
import type { Clock } from "./clock.ts";
import type { QuotaBudget } from "./quota-budget.ts";
import type { RetryPolicy, RetryPolicyName } from "./retry-policy.ts";

/** Options of `createCrosstag`, for all requests. */
export interface EngineOptions {
  /**
   * The configured names of drivers, for the `clouds` of selections. `openCrosstag` of `@crosstag/clouds` sets it.
   * Default: none, and a selection can name providers only.
   */
  readonly cloudNames?: ReadonlyMap<KmsDriver, CloudName> | undefined;
  /** Calls in flight at once to one endpoint, for each quota of a driver, or of the drivers that share it. Default: 64. Most quotas allow fewer. */
  readonly maximumConcurrentCalls?: number | undefined;
  /** `quota` (default): limits calls to the rates of the driver's quotas, and to less while the cloud throttles. `off`: no limit. */
  readonly pacing?: "quota" | "off" | undefined;
  /**
   * Where calls get their turns at the rates of the quotas. Default: a budget of this object's own. Other processes that
   * spend the same quotas are then noticed by throttling only. Pass `openMachineBudget` of `@crosstag/core/node` to share
   * the quotas with the other processes of this machine. The budget is not closed with this object.
   */
  readonly quotaBudget?: QuotaBudget | undefined;
  /**
   * The drivers whose request rates are read from the cloud before their first call that spends a quota, with what earlier
   * processes have read. `openCrosstag` sets it for clouds with `quotas: discover`. Default: none.
   */
  readonly quotaDiscovery?: ReadonlyMap<KmsDriver, QuotaDiscovery> | undefined;
  /**
   * How often and how soon failed calls are retried. Default: `patient` for plans and runs, which wait for a cloud to
   * recover, and `standard` for all other requests.
   */
  readonly retry?: RetryPolicyName | RetryPolicy | undefined;
  /**
   * Calls in a row that reached no server of a cloud, or got no answer, each with all its attempts, after which a request or
   * run starts no more calls to that server, which can be that of many accounts. A call is not made again after five attempts without an
   * answer. The rest is "not started", and a run can be resumed. Default: 5.
   * `Infinity`: every call is made.
   */
  readonly maximumUnreachableCalls?: number | undefined;
  /** How long the engine reads a resource to determine an unknown outcome, in milliseconds. Default: 10,000. */
  readonly settleTimeoutMs?: number | undefined;
  /** Called for every event of every request. Default: none. */
  readonly onEvent?: EventListener | undefined;
  /** Time for deadlines, delays and rates; replace it in tests. Default: the system's. */
  readonly clock?: Clock | undefined;
  /** A number from 0 to 1, 1 excluded, for retry delays; replace it in tests. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
}
