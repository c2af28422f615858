import type { KmsProfile } from "@crosstag/core/driver";
import { CONNECTIONS_TO_HOST } from "@crosstag/driver-kit";
import { type Assumptions, DEFAULT_ASSUMPTIONS } from "../assumptions.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { TITLE } from "./certificate-arn.ts";
import { consolePage } from "./console-page.ts";
import { LIMITS } from "./limits.ts";
import { PERMISSIONS } from "./permissions.ts";
import { QUOTAS } from "./quotas.ts";
import { references } from "./references.ts";
import { rulesFor } from "./rules.ts";

/** Rules, limits, quotas, capabilities and permissions of AWS Certificate Manager. Loads no SDK. */
export function profileFor(assumptions: Assumptions = DEFAULT_ASSUMPTIONS): KmsProfile {
  return {
    provider: "aws",
    title: TITLE,
    service: "acm",
    kinds: [{ kind: "certificate", title: "certificate", plural: "certificates" }],
    references,
    capabilities: CAPABILITIES,
    connections: CONNECTIONS_TO_HOST,
    limits: LIMITS,
    rules: rulesFor(assumptions),
    quotas: QUOTAS,
    quotaDiscovery: {
      support: "no",
      reason: "No source says how Service Quotas names the request rates of AWS Certificate Manager.",
      link: "https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html",
    },
    permissions: PERMISSIONS,
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html (verified 2026-11-29)
    policyLanguage: { version: "2012-10-17", tagConditionKeys: ["aws:ResourceTag"] },
    // ListTagsForCertificate fails for an unknown certificate.
    readTagsHidesUnknown: false,
    // ACM accepts ARNs only.
    sendsFullNames: true,
    consolePage,
  };
}
