import type { CloudSettings, DriverOperation, Quota } from "@crosstag/core/driver";
import { withOwnRates } from "@crosstag/driver-kit";
import { configurationError } from "./configuration-error.ts";
import type { QuotaService } from "./read-quotas.ts";

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
  ["ListAliases", 500, ["listAliases"]],
  ["GetKeyPolicy", 1000, ["readAccessPolicy"]],
  ["ListKeyRotations", 100, ["listKeyMaterials"]],
  ["GetKeyLastUsage", 5, ["readLastUse"]],
  ["DeleteImportedKeyMaterial", 15, ["deleteKeyMaterial"]],
];

const QUOTAS: readonly Quota[] = DOCUMENTED.map(([id, requestsPerSecond, operations]) => ({
  id,
  requestsPerSecond,
  covers: operations.map((operation) => ({ operation })),
  source: SOURCE,
  verifiedOn: "2026-11-22",
  status: "documented",
}));

/** KMS in Service Quotas: its quotas are called `TagResource request rate`. */
export const QUOTAS_OF_KMS: QuotaService = {
  code: "kms",
  idOfName: (name) => {
    const operation = name
      .replace(/\s+request rate$/i, "")
      .trim()
      .toLowerCase();
    return QUOTAS.find(({ id }) => id.toLowerCase() === operation)?.id;
  },
};

/**
 * The quotas with the account's own rates.
 * @throws CrosstagError `configuration` for an unknown quota or invalid rate
 */
export function quotasFor(rates?: CloudSettings["quotas"]): readonly Quota[] {
  return withOwnRates(QUOTAS, rates, configurationError);
}
