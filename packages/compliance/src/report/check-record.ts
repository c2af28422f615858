import type { ResourceKind } from "@crosstag/core";
import type { CheckableResource } from "../check/checkable-resource.ts";
import type { CompiledPolicy } from "../check/compile-policy.ts";
import { evaluatePolicy, type CheckResult } from "../check/evaluate-policy.ts";
import { fingerprint } from "../check/fingerprint.ts";
import type { Finding } from "../check/problem.ts";
import type { CompiledWaivers } from "../waivers/compile-waivers.ts";

/** The result of a check for one resource; reports consist of records. Contains no tag value except that of the team, unless values are asked for. */
export interface CheckRecord {
  /** The cloud's full name of the resource. */
  readonly reference: string;
  /** The cloud's provider, for example `aws`. */
  readonly provider: string;
  /** The kind of the resource. */
  readonly kind: ResourceKind;
  /** The account that owns it. Absent: not known. */
  readonly account?: string;
  /** The name of the account. Absent: not known. */
  readonly accountName?: string;
  /** The path of the organizational units of the account: `/Workloads/Prod`. Absent: none, or not known. */
  readonly unit?: string;
  /** The region of the resource. Absent: not known. */
  readonly region?: string;
  /** Names of its aliases. Absent: not read. */
  readonly aliases?: readonly string[];
  /** The description that its owner wrote. Absent: none, or not read. */
  readonly description?: string;
  /** The value of the policy's `teamKey`. */
  readonly team?: string;
  /** The result of the check. */
  readonly result: CheckResult;
  /** Findings that are not waived. */
  readonly findings: readonly ReportedFinding[];
  /** Findings that are waived. */
  readonly suppressed: readonly ReportedSuppression[];
  /** Ids of the rules that apply to it. */
  readonly rules: readonly string[];
  /** Present if it could not be read. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** A finding in a report. */
export interface ReportedFinding extends Finding {
  /** The same for the same finding in every check; baselines and readers of SARIF compare it. */
  readonly fingerprint: string;
  /** It is in the baseline, so it does not fail the check. */
  readonly known?: true;
  /** The value of the tag. Absent: the resource does not have the tag, or values were not asked for. */
  readonly value?: string;
}

/** A waived finding in a report. */
export interface ReportedSuppression extends Finding {
  /** As in `ReportedFinding`. */
  readonly fingerprint: string;
  /** As in `ReportedFinding`. */
  readonly value?: string;
  /** The waiver that covers it. */
  readonly waiver: {
    readonly id: string;
    readonly owner: string;
    readonly reason: string;
    readonly ticket?: string;
    readonly expires: string;
  };
}

/** Options of `checkResource`. */
export interface CheckOptions {
  /** Waivers for findings. Default: none. */
  readonly waivers?: CompiledWaivers | undefined;
  /** Fingerprints of the findings in the baseline. */
  readonly baseline?: ReadonlySet<string>;
  /** Whether findings contain the value of their tag. Default: false; values can be confidential. */
  readonly showValues?: boolean;
}

/** Checks one resource. Pure. */
export function checkResource(
  policy: CompiledPolicy,
  resource: CheckableResource,
  { waivers, baseline, showValues = false }: CheckOptions = {},
): CheckRecord {
  const { teamKey } = policy.policy;
  const { result, open, suppressed, applied } = evaluatePolicy(policy, resource, waivers);
  const valueOf = ({ tagKey }: Finding) => {
    const value = showValues && tagKey !== undefined ? resource.tags.get(tagKey) : undefined;
    return value === undefined ? {} : { value };
  };
  const team = teamKey === undefined ? undefined : resource.tags.get(teamKey);
  return {
    ...placeOf(resource),
    ...(team !== undefined && { team }),
    result,
    findings: open.map(({ finding }): ReportedFinding => {
      const name = fingerprint(resource.reference, finding);
      return { ...finding, ...valueOf(finding), fingerprint: name, ...(baseline?.has(name) && { known: true }) };
    }),
    suppressed: suppressed.map(({ finding, waiver: { id, owner, reason, ticket, expires } }) => ({
      ...finding,
      ...valueOf(finding),
      fingerprint: fingerprint(resource.reference, finding),
      waiver: { id, owner, reason, ...(ticket !== undefined && { ticket }), expires },
    })),
    rules: applied.map((position) => policy.rules[position]?.id ?? ""),
  };
}

/** A resource that could not be read is neither compliant nor violating. */
export function unreadRecord(
  resource: Omit<CheckableResource, "tags">,
  error: { readonly code: string; readonly message: string },
): CheckRecord {
  const { code, message } = error;
  return { ...placeOf(resource), result: "error", findings: [], suppressed: [], rules: [], error: { code, message } };
}

function placeOf({
  reference,
  provider,
  kind,
  account,
  cloud,
  region,
  aliases,
  description,
}: Omit<CheckableResource, "tags">) {
  const { name, unit } = cloud?.account ?? {};
  return {
    reference,
    provider,
    kind,
    ...(account !== undefined && { account }),
    ...(name !== undefined && { accountName: name }),
    ...(unit !== undefined && { unit }),
    ...(region !== undefined && { region }),
    ...(aliases !== undefined && { aliases }),
    ...(description !== undefined && { description }),
  };
}
