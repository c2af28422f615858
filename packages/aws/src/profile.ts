import type { KmsProfile } from "@crosstag/core/driver";
import { CONNECTIONS_TO_HOST } from "@crosstag/driver-kit";
import { type Assumptions, DEFAULT_ASSUMPTIONS } from "./assumptions.ts";
import { capabilitiesFor } from "./capabilities.ts";
import { type Dialect, resolveDialect } from "./dialects.ts";
import { consolePage } from "./console-page.ts";
import { keyMaterialDeletionOf } from "./key-material-deletion.ts";
import { limits } from "./limits.ts";
import { permissionsFor } from "./permissions.ts";
import { quotasFor } from "./quotas.ts";
import { referencesFor } from "./references.ts";
import { rulesFor } from "./rules.ts";
import { stateRulesFor } from "./state-rules.ts";

const NO_QUOTAS = "https://docs.aws.amazon.com/servicequotas/latest/userguide/intro.html";

/**
 * Rules, limits, quotas, capabilities and permissions of AWS KMS or a dialect of it. Loads no SDK.
 * @throws CrosstagError `configuration` for an unknown dialect
 */
export function awsKmsProfile(dialect?: string): KmsProfile {
  return profileFor(resolveDialect(dialect), DEFAULT_ASSUMPTIONS);
}

/** The same with assumptions. */
export function profileFor(dialect: Dialect, assumptions: Assumptions): KmsProfile {
  return {
    provider: "aws",
    title: dialect.title,
    ...(dialect.name !== "aws" && { dialect: dialect.name }),
    kinds: [{ kind: "key", title: "key", plural: "keys", caseInsensitiveIds: true }],
    references: referencesFor(dialect),
    capabilities: capabilitiesFor(dialect),
    connections: CONNECTIONS_TO_HOST,
    limits,
    rules: rulesFor(dialect, assumptions),
    stateRules: stateRulesFor(dialect),
    keyMaterialDeletion: keyMaterialDeletionOf(dialect.title),
    quotas: quotasFor(),
    quotaDiscovery: dialect.quotaService
      ? { support: "yes" }
      : { support: "no", reason: `${dialect.title} has no service that reports request rates.`, link: NO_QUOTAS },
    permissions: permissionsFor(dialect),
    // https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html (verified 2026-11-22)
    policyLanguage: { version: "2012-10-17", tagConditionKeys: ["aws:ResourceTag", "kms:ResourceTag"] },
    // ListResourceTags fails for an unknown key.
    readTagsHidesUnknown: false,
    // Calls contain the ARN. Other services with the protocol may ignore its account.
    sendsFullNames: dialect.name === "aws",
    ...(dialect.name === "aws" && { consolePage }),
  };
}
