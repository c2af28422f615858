import type { CloudSettings, Quota } from "@crosstag/core/driver";
import { withOwnRates } from "@crosstag/driver-kit";
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
      { operation: "listAliases" },
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
export function quotasFor(rates?: CloudSettings["quotas"]): readonly Quota[] {
  return withOwnRates(QUOTAS, rates, configurationError);
}
