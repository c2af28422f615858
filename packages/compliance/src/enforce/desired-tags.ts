import { toTagRecord, type DesiredTags } from "@crosstag/core";
import { softwareBehind } from "@crosstag/core/internal";
import { compilePolicy } from "../check/compile-policy.ts";
import type { Policy } from "../policy/policy.ts";
import type { ResourceToCheck } from "../read/read-resources-to-check.ts";
import type { CheckRecord } from "../report/check-record.ts";
import { recordOf } from "../report/record-of.ts";
import type { CompiledWaivers } from "../waivers/compile-waivers.ts";
import type { RulesOf } from "./cloud-rules.ts";
import { planEnforcement, type EnforcementOptions, type ManualAction } from "./plan-enforcement.ts";

/** What is reported of resources while their fixes are planned. */
export interface EnforcementReport {
  /** A record of every resource, as it was before. */
  readonly onRecord: (record: CheckRecord) => Promise<void> | void;
  /** Findings that require manual action, the most severe first. */
  readonly onManual: (reference: string, manual: readonly ManualAction[]) => Promise<void> | void;
}

/** How fixes are planned. */
export interface Enforcing extends EnforcementReport {
  /** The policy. */
  readonly policy: Policy;
  /** Findings that are waived are not fixed. Undefined: none are. */
  readonly waivers: CompiledWaivers | undefined;
  /** As in `EnforcementOptions`: tags for resources that need manual action. */
  readonly marks: Readonly<Record<string, string>>;
  /** As in `EnforcementOptions`: marks to remove from the others. */
  readonly unmarks: readonly string[];
  /** What the clouds refuse: `cloudRules`. */
  readonly rulesOf: RulesOf;
  /** Whether tags that drive other software may be changed. */
  readonly changeSoftwareTags: boolean;
  /** The time that the policy is checked at. */
  readonly now: Date;
}

/** The tags that each resource that was read should have. Compliant resources are part of it. */
export async function* desiredTags(
  resources: AsyncIterable<ResourceToCheck> | Iterable<ResourceToCheck>,
  { policy, waivers, marks, unmarks, rulesOf, changeSoftwareTags, now, onRecord, onManual }: Enforcing,
): AsyncGenerator<DesiredTags, void, undefined> {
  const compiled = compilePolicy(policy, { now });
  for await (const one of resources) {
    await onRecord(recordOf(compiled, one, { waivers }));
    if ("error" in one) continue;
    const { resource } = one;
    const { reference, tags } = resource;
    const rules = rulesOf(resource);
    const options: EnforcementOptions = {
      marks,
      unmarks,
      // Excluded tag by tag: the plan would skip all changes of the resource.
      ...(!changeSoftwareTags && { keeps: (tagKey: string) => softwareBehind(tagKey) !== undefined }),
      ...(waivers !== undefined && { waivers }),
      ...rules,
    };
    const enforcement = planEnforcement(compiled, resource, options);
    if (enforcement.manual.length > 0) await onManual(reference, bySeverity(enforcement.manual));
    const before = toTagRecord(tags);
    // Compliant resources are in the plan, too: its summary counts every resource.
    yield { reference, before, desired: enforcement.desired ?? before };
  }
}

/** The most severe first. */
function bySeverity(manual: readonly ManualAction[]): readonly ManualAction[] {
  const order = { error: 0, warning: 1, info: 2 } as const;
  return manual.toSorted((one, other) => order[one.finding.severity] - order[other.finding.severity]);
}
