import { CrosstagError, type ResourceKind } from "@crosstag/core";
import type { DriverOperation, KmsProfile } from "@crosstag/core/driver";

/** A capability that an application requires. */
export interface RequiredCapability {
  /** The operation that the cloud must support. */
  readonly operation: DriverOperation;
  /** Default `key`. */
  readonly kind?: ResourceKind;
  /** The cloud that must be able to do it; default: every configured cloud. */
  readonly cloud?: string;
}

/**
 * @param profiles of the KMS first
 * @throws CrosstagError `unsupported` with the reason that the cloud's profile gives
 */
export function requireCapabilities(
  cloud: string,
  profiles: readonly [KmsProfile, ...KmsProfile[]],
  required: readonly RequiredCapability[],
): void {
  for (const { operation, kind = "key", cloud: wanted = cloud } of required) {
    if (wanted !== cloud) continue;
    const profile = profiles.find(({ capabilities }) => capabilities[operation][kind] !== undefined) ?? profiles[0];
    const capability = profile.capabilities[operation][kind];
    if (capability !== undefined && capability.support !== "no") continue;
    const reason = capability?.reason ?? `it has no resource of the kind ${kind}.`;
    throw new CrosstagError({
      code: "unsupported",
      provider: profile.provider,
      operation,
      message: `The cloud ${JSON.stringify(cloud)} (${profile.title}) cannot do ${operation} for a ${kind}: ${reason}`,
      ...(capability !== undefined && { hint: `See ${capability.link}` }),
    });
  }
}
