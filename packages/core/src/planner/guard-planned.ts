import type { DriverEngine } from "../calls/driver-engine.ts";
import { unsupported } from "../reads/request-checks.ts";
import { readAccessPolicy } from "../reads/read-access-policy.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { guardChange } from "../plan/guard-change.ts";
import type { ChangeGuard, GuardedChange } from "../plan/guard-change.ts";
import type { PlannedResourceChange } from "../plan/plan-entry.ts";
import type { PlanTagsRequest } from "../plan/plan-request.ts";
import type { ResourceWarning } from "../plan/plan-tally.ts";
import { policyDocuments } from "../plan/policy-documents.ts";
import { policyTagKeys } from "../plan/policy-tag-keys.ts";
import type { Reference } from "../model/reference.ts";
import { rulesFor } from "../rules/check-tags.ts";
import type { Violation } from "../model/violation.ts";

export interface PlanGuard extends ChangeGuard {
  readonly readAccessPolicies: boolean;
}

/** The policies that are passed in are those of any of the clouds. */
export function planGuardOf(
  engines: readonly DriverEngine[],
  {
    changeSoftwareTags = false,
    accessPolicies = [],
    readAccessPolicies = false,
  }: Pick<PlanTagsRequest, "changeSoftwareTags" | "accessPolicies" | "readAccessPolicies">,
): PlanGuard {
  const languages = engines.flatMap(({ driver }) => driver.policyLanguage ?? []);
  return {
    changeSoftwareTags,
    policyTagKeys: new Set(handedIn(accessPolicies).flatMap((document) => [...policyTagKeys(document, languages)])),
    readAccessPolicies,
  };
}

/** Refuses a document that is not a policy: that its warnings are missing would go unnoticed. */
function handedIn(accessPolicies: readonly unknown[]): readonly object[] {
  return accessPolicies.flatMap((given, position) => {
    const documents = policyDocuments(given);
    if (documents.length > 0) return documents;
    const violation: Violation = {
      severity: "error",
      rule: "crosstag.not-a-policy",
      position,
      message: `Policy ${position + 1} of \`accessPolicies\` is not a policy: it has no \`Statement\`.`,
      fix: "Pass the policy document, or the cloud's response that contains it.",
    };
    throw new CrosstagError({ code: "invalid-request", message: violation.message, violations: [violation] });
  });
}

/** Checks a planned change against software and policies that depend on tags; reads the resource's own policy on request. */
export async function guardPlanned(
  engine: DriverEngine,
  reference: Reference,
  entry: PlannedResourceChange,
  guard: PlanGuard,
  scope: RequestScope,
): Promise<GuardedChange> {
  const rules = rulesFor(engine.driver.rules, reference.kind);
  if (!guard.readAccessPolicies) return guardChange(entry, rules, guard);
  const own = await ownTagKeys(engine, reference, scope);
  if (!("unread" in own))
    return guardChange(entry, rules, { ...guard, policyTagKeys: new Set([...guard.policyTagKeys, ...own]) });
  const guarded = guardChange(entry, rules, guard);
  return { ...guarded, warnings: [...guarded.warnings, own.unread] };
}

async function ownTagKeys(
  engine: DriverEngine,
  reference: Reference,
  scope: RequestScope,
): Promise<ReadonlySet<string> | { readonly unread: ResourceWarning }> {
  const refused = unsupported(engine.driver, "readAccessPolicy", reference.kind);
  if (refused !== undefined) return unread(refused.message, "Pass the policies that refer to tags.");
  const result = await readAccessPolicy(engine, reference, scope);
  const { policyLanguage } = engine.driver;
  if (result.ok) return policyTagKeys(result.receipt.document, policyLanguage === undefined ? [] : [policyLanguage]);
  const { message, hint = "Review the policy before you apply the plan." } = result.failure;
  return unread(message, hint);
}

function unread(why: string, fix: string): { readonly unread: ResourceWarning } {
  const message = `It is unknown whether the resource's own policy refers to its tags. ${why}`;
  return { unread: { rule: "crosstag.policy-unread", message, fix } };
}
