import {
  compilePolicy,
  planEnforcement,
  type CheckRecord,
  type CompiledWaivers,
  type EnforcementOptions,
  type ManualAction,
  type Policy,
  type ResourceToCheck,
} from "@crosstag/compliance";
import { toTagRecord, type DesiredTags } from "@crosstag/core";
import { softwareBehind } from "@crosstag/core/internal";
import type { RulesOf } from "./cloud-rules.ts";
import { recordOf } from "./record-of.ts";

/** What is reported of resources while their fixes are planned. */
interface EnforcementReport {
  /** A record of every resource, as it was before. */
  readonly onRecord: (record: CheckRecord) => Promise<void> | void;
  /** Findings that require manual action, the most severe first. */
  readonly onManual: (reference: string, manual: readonly ManualAction[]) => Promise<void> | void;
}

/** How fixes are planned. */
export interface Enforcing extends EnforcementReport {
  readonly policy: Policy;
  readonly waivers: CompiledWaivers | undefined;
  readonly marks: Readonly<Record<string, string>>;
  readonly unmarks: readonly string[];
  readonly rulesOf: RulesOf;
  readonly changeSoftwareTags: boolean;
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
