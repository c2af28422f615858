import type { CloudConfiguration } from "@crosstag/clouds";
import type { Failure, KmsDriver, KmsProfile, QuotaRates } from "@crosstag/core/driver";
import { describeRate } from "@crosstag/core/internal";
import { describeCount } from "../../output/describe-count.ts";
import { problem, tryCall } from "./check-calls.ts";
import type { Check } from "./check.ts";

/** A cloud has some pages at most. */
const MOST_PAGES = 20;

/** What the rates of an account are compared with. */
export interface QuotaClaims {
  /** Rates as the cloud documents them. */
  readonly documented: KmsProfile["quotas"];
  /** What the configuration says of the account. */
  readonly configured: CloudConfiguration["quotas"];
}

/** Compares the request rates that the cloud has for the account with the documented and the configured ones. */
export async function checkQuotas(
  cloud: string,
  driver: KmsDriver,
  claims: QuotaClaims,
  signal: AbortSignal,
): Promise<Check> {
  const { quotaDiscovery } = driver;
  if (driver.readQuotas === undefined) {
    const detail = quotaDiscovery?.support === "no" ? quotaDiscovery.reason : "the cloud does not report request rates";
    return { cloud, check: "quotas", result: "not checked", detail };
  }
  const read = await readRates(driver, signal);
  if ("failure" in read) {
    const failed = problem(cloud, "quotas", read.failure);
    if (claims.configured === "discover") return failed;
    return { cloud, check: "quotas", result: "not checked", detail: failed.detail };
  }
  return compareRates(cloud, read.rates, claims);
}

async function readRates(
  driver: KmsDriver,
  signal: AbortSignal,
): Promise<{ readonly rates: QuotaRates } | { readonly failure: Failure }> {
  const rates: Record<string, number> = {};
  let cursor: string | undefined;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const call = cursor === undefined ? {} : { cursor };
    const attempt = await tryCall(driver, signal, async (context) => driver.readQuotas?.(call, context));
    if ("failure" in attempt) return attempt;
    Object.assign(rates, attempt.answer?.rates);
    cursor = attempt.answer?.next;
    if (cursor === undefined) break;
  }
  return { rates };
}

function compareRates(cloud: string, rates: QuotaRates, { documented, configured }: QuotaClaims): Check {
  const own = configured === "discover" ? {} : (configured ?? {});
  const differences: string[] = [];
  const tooHigh: string[] = [];
  for (const quota of documented) {
    const { id, requestsPerSecond } = quota;
    const rate = (value: number) => describeRate({ ...quota, requestsPerSecond: value });
    const actual = Object.hasOwn(rates, id) ? rates[id] : undefined;
    if (actual === undefined) continue;
    const claimed = Object.hasOwn(own, id) ? own[id] : undefined;
    if (claimed !== undefined && claimed > actual) tooHigh.push(`${id} to ${actual}`);
    if (actual === requestsPerSecond && (claimed === undefined || claimed === actual)) continue;
    const configuredRate = claimed === undefined ? "" : `, configured ${rate(claimed)}`;
    differences.push(`${id} ${rate(actual)} (documented ${rate(requestsPerSecond)}${configuredRate})`);
  }
  const count = describeCount(Object.keys(rates).length, "request rate");
  const detail = differences.length === 0 ? `${count}, as documented` : differences.join(", ");
  if (tooHigh.length === 0) return { cloud, check: "quotas", result: "ok", detail };
  const fix = `Lower quotas in crosstag.yaml: ${tooHigh.join(", ")}. Or write quotas: discover.`;
  return { cloud, check: "quotas", result: "problem", detail, fix };
}
