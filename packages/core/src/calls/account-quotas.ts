import { firstKind } from "../driver/kinds-of.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { Quota, QuotaRates } from "../driver/quota.ts";
import type { RequestScope } from "./request-scope.ts";
import { RETRY_POLICIES } from "./retry-policy.ts";
import type { WireCaller } from "./wire-caller.ts";

/** A cloud has some pages at most; a list that does not end must not hold a request up. */
const MOST_PAGES = 20;

/** The request rates of one account and region, which are read from the cloud once. */
export interface QuotaDiscovery {
  /** Returns the rates that were read earlier; undefined: they must be read. Does not reject. */
  known(): Promise<QuotaRates | undefined>;
  /** Keeps the rates that were read. */
  keep(rates: QuotaRates): void;
}

/** The quotas of a driver: the ones that it came with, until the cloud has reported the rates of the account. */
export class AccountQuotas {
  /** What is known. */
  current: readonly Quota[];
  readonly #driver: KmsDriver;
  readonly #discovery: QuotaDiscovery | undefined;
  #settled: boolean;
  #asking: Promise<void> | undefined;

  /** @param discoveries the drivers whose rates are read */
  constructor(driver: KmsDriver, discoveries: ReadonlyMap<KmsDriver, QuotaDiscovery> = new Map()) {
    const discovery = discoveries.get(driver);
    this.current = driver.quotas;
    this.#driver = driver;
    this.#discovery = discovery;
    this.#settled = discovery === undefined || driver.readQuotas === undefined;
  }

  /** Reads the rates, once. Never rejects: rates that cannot be read are the ones that the driver came with. */
  async learn(request: RequestScope, caller: WireCaller): Promise<void> {
    // Another request may have asked, and ended before the answer came.
    while (!this.#settled && request.ended === undefined)
      await (this.#asking ??= this.#ask(request, caller).finally(() => (this.#asking = undefined)));
  }

  async #ask(asker: RequestScope, caller: WireCaller): Promise<void> {
    const known = await this.#discovery?.known();
    const rates = known ?? (await this.#read(asker, caller));
    if (rates === undefined) return;
    this.#settled = true;
    this.current = withRates(this.#driver.quotas, rates);
    if (known === undefined) this.#discovery?.keep(rates);
  }

  /** Undefined if they cannot be read. */
  async #read(asker: RequestScope, caller: WireCaller): Promise<QuotaRates | undefined> {
    const rates: Record<string, number> = {};
    let cursor: string | undefined;
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const call = cursor === undefined ? {} : { cursor };
      const result = await caller.call(
        {
          operation: "readQuotas",
          kind: firstKind(this.#driver),
          resources: 0,
          repeatable: true,
          // A run need not wait for rates that are documented, too.
          retry: RETRY_POLICIES.impatient,
          send: async (context) => (await this.#driver.readQuotas?.(call, context)) ?? { rates: {} },
        },
        asker,
      );
      if (!result.ok) {
        if (asker.ended !== undefined) return undefined;
        this.#settled = true;
        const { code, message, hint } = result.failure;
        const { provider, scope } = this.#driver;
        asker.emit({
          type: "quotas-assumed",
          provider,
          region: scope.region,
          code,
          message,
          ...(scope.account !== undefined && { account: scope.account }),
          ...(hint !== undefined && { hint }),
        });
        return undefined;
      }
      Object.assign(rates, result.receipt.rates);
      cursor = result.receipt.next;
      if (cursor === undefined) break;
    }
    return rates;
  }
}

/** Quotas with these rates. What is not a rate is as if it had not been read. */
function withRates(quotas: readonly Quota[], rates: QuotaRates): readonly Quota[] {
  return quotas.map((quota) => {
    const rate = Object.hasOwn(rates, quota.id) ? rates[quota.id] : undefined;
    return rate !== undefined && Number.isFinite(rate) && rate > 0 ? { ...quota, requestsPerSecond: rate } : quota;
  });
}
