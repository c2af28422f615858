import type { CloudSettings, Quota } from "@crosstag/core/driver";
import type { ConfigurationError } from "./configuration-error.ts";

/**
 * The documented quotas with the account's own rates.
 * @param rates requests per second by quota id
 * @throws CrosstagError `configuration` for an unknown quota or an invalid rate
 */
export function withOwnRates(
  quotas: readonly Quota[],
  rates: CloudSettings["quotas"],
  configurationError: ConfigurationError,
): readonly Quota[] {
  for (const [id, rate] of Object.entries(rates ?? {})) {
    if (!quotas.some((quota) => quota.id === id)) {
      throw configurationError(
        `quotas: there is no quota "${id}".`,
        `Known quotas: ${quotas.map((quota) => quota.id).join(", ")}.`,
      );
    }
    if (!(Number.isFinite(rate) && rate > 0))
      throw configurationError(`quotas.${id} is not a rate.`, "Set it to requests per second, a number above 0.");
  }
  return quotas.map((quota) => ({ ...quota, requestsPerSecond: rates?.[quota.id] ?? quota.requestsPerSecond }));
}
