import type { CloudSettings, DriverOperation, Quota } from "@crosstag/core/driver";
import { configurationError } from "./configuration-error.ts";

const SOURCE = "https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html";

/**
 * Requests per second of one account in one region, AWS's defaults. All callers in the account share them, services of
 * AWS included. AWS changes them on request.
 */
const DOCUMENTED: readonly (readonly [id: string, requestsPerSecond: number, covers: readonly DriverOperation[]])[] = [
  ["TagResource", 10, ["writeTags"]],
  ["UntagResource", 5, ["removeTags", "removeAllTags"]],
  ["ListResourceTags", 2000, ["readTags"]],
  ["DescribeKey", 2000, ["describeResource", "resolveAlias"]],
  ["ListKeys", 500, ["listResources"]],
  ["GetKeyPolicy", 1000, ["readAccessPolicy"]],
  ["DeleteImportedKeyMaterial", 15, ["deleteKeyMaterial"]],
];

/**
 * The quotas with the account's own rates.
 * @throws CrosstagError `configuration` for an unknown quota or invalid rate
 */
export function quotasFor(overrides: CloudSettings["quotas"] = {}): readonly Quota[] {
  const known = DOCUMENTED.map(([id]) => id);
  for (const [id, rate] of Object.entries(overrides)) {
    if (!known.includes(id))
      throw configurationError(`quotas: there is no quota "${id}".`, `Known quotas: ${known.join(", ")}.`);
    if (!(rate > 0 && Number.isFinite(rate))) {
      throw configurationError(`quotas.${id} is not a rate.`, "Set it to requests per second, a number above 0.");
    }
  }
  return DOCUMENTED.map(([id, requestsPerSecond, operations]) => ({
    id,
    requestsPerSecond: overrides[id] ?? requestsPerSecond,
    covers: operations.map((operation) => ({ operation })),
    source: SOURCE,
    verifiedOn: "2026-11-22",
    status: "documented",
  }));
}
