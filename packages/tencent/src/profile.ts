import type { KmsProfile } from "@crosstag/core/driver";
import { CONNECTIONS_TO_HOST } from "@crosstag/driver-kit";
import { type Assumptions, DEFAULT_ASSUMPTIONS } from "./assumptions.ts";
import { capabilitiesFor } from "./capabilities.ts";
import { consolePage } from "./console-page.ts";
import { resolveDialect } from "./dialects.ts";
import { DOCUMENTS } from "./documents.ts";
import { keyMaterialDeletion } from "./key-material-deletion.ts";
import { limitsFor } from "./limits.ts";
import { permissionsFor } from "./permissions.ts";
import { quotasFor } from "./quotas.ts";
import { referencesOf } from "./references.ts";
import { KEYS, type ResourceType } from "./resource-type.ts";
import { rules } from "./rules.ts";
import { stateRules } from "./state-rules.ts";

/**
 * The data of Tencent Cloud KMS with the default assumptions. Loads no SDK.
 * @throws CrosstagError `configuration` for an unknown dialect
 */
export function tencentKmsProfile(dialect?: string): KmsProfile {
  resolveDialect(dialect);
  return profileFor(KEYS, DEFAULT_ASSUMPTIONS);
}

/** The data of a service with its type of resources. */
export function profileFor(type: ResourceType, assumptions: Assumptions): KmsProfile {
  const { kind, title, plural, service } = type;
  return {
    provider: "tencent",
    title,
    ...(kind === "key" ? { stateRules, keyMaterialDeletion, consolePage } : { service: service.name }),
    kinds: [{ kind, title: kind, plural }],
    references: referencesOf(type),
    capabilities: capabilitiesFor(type),
    connections: CONNECTIONS_TO_HOST,
    limits: limitsFor(type, assumptions),
    rules: { ...rules, title },
    absentTagKeys: assumptions.absentTagKeys,
    quotas: quotasFor(type),
    quotaDiscovery: {
      support: "no",
      reason: "No operation of Tencent Cloud returns the request rates of an account.",
      link: DOCUMENTS.tagModel,
    },
    permissions: permissionsFor(type, assumptions),
    // Elements must be in lower case: `DOCUMENTS.policyElements`. A value of the condition is `key&value`: `DOCUMENTS.conditionKeys`.
    policyLanguage: {
      version: "2.0",
      elementCase: "lower",
      // `qcs:tag` is in an older guide of CAM that is still published: `DOCUMENTS.olderConditionKey`.
      tagConditionKeys: ["qcs:resource_tag", "qcs:tag"],
      tagSeparator: "&",
    },
    // AttachResourcesTag and the operations of the services have ids, and reach the account of the credentials.
    sendsFullNames: false,
    // DescribeResourceTagsByResourceIds returns a row for each tag, and none for a resource that has no tags or does not exist.
    readTagsHidesUnknown: true,
  };
}
