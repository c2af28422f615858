import { CrosstagError, type ResourceKind } from "@crosstag/core";
import type { CloudSettings, KmsDriver, KmsProfile } from "@crosstag/core/driver";
import { closedDriver } from "./closed-driver.ts";

/** What the configuration says of a service. */
export interface ServiceData {
  /** Undefined: the public endpoint. */
  readonly endpoint: string | undefined;
  /** Requests per second by quota id, as configured. */
  readonly rates: CloudSettings["quotas"];
  /** The kinds that lists cover. Undefined: every kind. */
  readonly kinds: readonly ResourceKind[] | undefined;
}

/**
 * A service beside the KMS of a cloud, before it is opened.
 * @param kms the driver of the KMS: it explains what prevents the opening, and has the same credentials
 */
export function closedService(profile: KmsProfile, kms: KmsDriver, data: ServiceData): KmsDriver {
  const { endpoint, rates = {}, kinds } = data;
  const { callTimeoutMs } = kms;
  const quotas = profile.quotas.map((quota) => {
    const rate = Object.hasOwn(rates, quota.id) ? rates[quota.id] : undefined;
    return rate === undefined ? quota : { ...quota, requestsPerSecond: rate };
  });
  const canDiscover = profile.quotaDiscovery !== undefined && profile.quotaDiscovery.support !== "no";
  return {
    ...closedDriver({ profile, scope: kms.scope, call: notOpen, classify: (error) => kms.classify(error) }),
    quotas,
    // Another server may ignore the account in a name.
    sendsFullNames: profile.sendsFullNames && endpoint === undefined,
    ...(endpoint !== undefined && { endpoint }),
    ...(kinds !== undefined && { listedKinds: kinds }),
    ...(callTimeoutMs !== undefined && { callTimeoutMs }),
    ...(canDiscover && { readQuotas: notOpen }),
    ...(kms.renewCredentials !== undefined && { renewCredentials: async () => false }),
  };
}

function notOpen(): Promise<never> {
  return Promise.reject(new CrosstagError({ code: "internal", message: "The service is not open." }));
}
