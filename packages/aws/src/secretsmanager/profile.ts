import type { KmsProfile } from "@crosstag/core/driver";
import { CONNECTIONS_TO_HOST } from "@crosstag/driver-kit";
import { type Assumptions, DEFAULT_ASSUMPTIONS } from "../assumptions.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { consolePage } from "./console-page.ts";
import { LIMITS } from "./limits.ts";
import { PERMISSIONS } from "./permissions.ts";
import { QUOTAS } from "./quotas.ts";
import { references } from "./references.ts";
import { rulesFor } from "./rules.ts";
import { TITLE } from "./secret-arn.ts";

/** Rules, limits, quotas, capabilities and permissions of AWS Secrets Manager. Loads no SDK. */
export function profileFor(assumptions: Assumptions = DEFAULT_ASSUMPTIONS): KmsProfile {
  return {
    provider: "aws",
    title: TITLE,
    service: "secretsmanager",
    kinds: [{ kind: "secret", title: "secret", plural: "secrets" }],
    references,
    capabilities: CAPABILITIES,
    connections: CONNECTIONS_TO_HOST,
    limits: LIMITS,
    rules: rulesFor(assumptions),
    stateRules: [
      {
        states: ["pending-deletion"],
        operations: ["writeTags", "removeTags"],
        reason: "The secret is marked for deletion, so its tags cannot be changed.",
        fix: "Restore it first (aws secretsmanager restore-secret), or leave it out.",
        source: 'TagResource and UntagResource of such a secret: InvalidRequestException, "marked for deletion"',
        verifiedOn: "2026-01-29",
        status: "observed",
      },
    ],
    quotas: QUOTAS,
    quotaDiscovery: { support: "yes" },
    permissions: PERMISSIONS,
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html (verified 2026-11-29)
    policyLanguage: { version: "2012-10-17", tagConditionKeys: ["aws:ResourceTag", "secretsmanager:ResourceTag"] },
    // DescribeSecret fails for an unknown secret.
    readTagsHidesUnknown: false,
    // Calls contain the ARN.
    sendsFullNames: true,
    consolePage,
  };
}
