import type { KmsProfile } from "@crosstag/core/driver";
import { CONNECTIONS_TO_HOST } from "@crosstag/driver-kit";
import { type Assumptions, DEFAULT_ASSUMPTIONS } from "./assumptions.ts";
import { capabilitiesFor } from "./capabilities.ts";
import { consolePage } from "./console-page.ts";
import { DOCUMENTS } from "./documents.ts";
import { resolveDialect } from "./dialects.ts";
import { keyMaterialDeletion } from "./key-material-deletion.ts";
import { limitsFor } from "./limits.ts";
import { permissionsFor } from "./permissions.ts";
import { quotasFor } from "./quotas.ts";
import { references } from "./references.ts";
import { rulesFor } from "./rules.ts";
import { stateRules } from "./state-rules.ts";

/**
 * Rules, limits, quotas, capabilities and permissions of Alibaba Cloud KMS. Loads no SDK.
 * @throws CrosstagError `configuration` for an unknown dialect
 */
export function alibabaKmsProfile(dialect?: string): KmsProfile {
  resolveDialect(dialect);
  return profileFor(DEFAULT_ASSUMPTIONS);
}

/** The same with assumptions. */
export function profileFor(assumptions: Assumptions): KmsProfile {
  return {
    provider: "alibaba",
    title: "Alibaba Cloud KMS",
    kinds: [
      { kind: "key", title: "key", plural: "keys", caseInsensitiveIds: true },
      { kind: "secret", title: "secret", plural: "secrets" },
      { kind: "certificate", title: "certificate", plural: "certificates" },
    ],
    references,
    capabilities: capabilitiesFor(assumptions),
    connections: CONNECTIONS_TO_HOST,
    limits: limitsFor(assumptions),
    rules: rulesFor(assumptions),
    stateRules,
    keyMaterialDeletion,
    quotas: quotasFor(),
    quotaDiscovery: {
      support: "no",
      reason: "Whether the Quota Center of Alibaba Cloud has the request rates of KMS is not documented.",
      link: DOCUMENTS.quotaCenter,
    },
    permissions: permissionsFor(assumptions),
    // `DOCUMENTS.conditionKeys` has kms:tag; RAM's common key is acs:ResourceTag.
    policyLanguage: { version: "1", tagConditionKeys: ["kms:tag", "acs:ResourceTag", "kms:ResourceTag"] },
    // Calls contain ids, and reach the account of the credentials.
    sendsFullNames: false,
    // ListTagResources returns a row for each tag, and none for a resource that has no tags or does not exist.
    readTagsHidesUnknown: assumptions.tagOperations === "batch",
    consolePage,
  };
}
