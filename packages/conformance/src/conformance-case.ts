import { kindsOf } from "@crosstag/core/driver";
import type { ResourceKind } from "@crosstag/core";
import type { DriverOperation, KmsProfile } from "@crosstag/core/driver";
import type { CaseContext } from "./case-context.ts";
import type { ConformanceHarness } from "./harness.ts";

/** One requirement of the contract. */
export interface ConformanceCase {
  /** The title of its test. */
  readonly title: string;
  /** Rejects if the driver does not meet the requirement. */
  readonly run: (context: CaseContext) => Promise<void>;
}

/** Cases on one subject. They depend on the driver's data only. */
export interface ConformanceGroup {
  /** The title of the group. */
  readonly title: string;
  /** The cases for a driver with this profile. */
  cases(profile: KmsProfile, harness: ConformanceHarness): readonly ConformanceCase[];
}

/** Kinds for which the operation is supported or unverified. */
export function kindsThatCan(profile: KmsProfile, ...operations: readonly DriverOperation[]): readonly ResourceKind[] {
  return kindsOf(profile).filter((kind) => operations.every((operation) => can(profile, operation, kind)));
}

/** Whether the operation is supported for the kind, or unverified. */
export function can(profile: KmsProfile, operation: DriverOperation, kind: ResourceKind): boolean {
  const capability = profile.capabilities[operation][kind];
  return capability !== undefined && capability.support !== "no";
}
