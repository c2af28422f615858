import type { CloudSettings, Quota } from "@crosstag/core/driver";
import { configurationError } from "./configuration-error.ts";
import { DOCUMENTS, VERIFIED_ON } from "./documents.ts";

// The rates are documented. Which operation counts against which quota is not listed and follows from the wording.
const provenance = { source: DOCUMENTS.performance, verifiedOn: VERIFIED_ON, status: "assumed" } as const;

const QUOTAS: readonly Quota[] = [
  {
    id: "modify",
    requestsPerSecond: 30,
    covers: [
      { operation: "writeTags" },
      { operation: "removeTags" },
      { operation: "removeAllTags" },
      { operation: "deleteKeyMaterial" },
    ],
    ...provenance,
  },
  {
    id: "query",
    requestsPerSecond: 50,
    covers: [
      { operation: "readTags" },
      { operation: "resolveAlias" },
      { operation: "describeResource", kind: "key" },
      { operation: "listResources", kind: "key" },
    ],
    ...provenance,
  },
  {
    id: "secrets",
    requestsPerSecond: 40,
    covers: [
      { operation: "describeResource", kind: "secret" },
      { operation: "listResources", kind: "secret" },
    ],
    ...provenance,
  },
];

/**
 * The quotas with the account's own rates.
 * @throws CrosstagError `configuration` for an unknown quota or invalid rate
 */
export function quotasFor(rates: CloudSettings["quotas"] = {}): readonly Quota[] {
  for (const [id, rate] of Object.entries(rates)) {
    if (!QUOTAS.some((quota) => quota.id === id)) {
      throw configurationError(
        `quotas: there is no quota "${id}".`,
        `Known quotas: ${QUOTAS.map((quota) => quota.id).join(", ")}.`,
      );
    }
    if (!(Number.isFinite(rate) && rate > 0)) {
      throw configurationError(`quotas.${id} is not a rate.`, "Set it to requests per second, a number above 0.");
    }
  }
  return QUOTAS.map((quota) => ({ ...quota, requestsPerSecond: rates[quota.id] ?? quota.requestsPerSecond }));
}
