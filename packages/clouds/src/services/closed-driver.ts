import {
  DRIVER_CONTRACT,
  OPTIONAL_OPERATIONS,
  type DriverOperation,
  type KmsDriver,
  type KmsProfile,
} from "@crosstag/core/driver";

/** What a driver that is not open is made from. */
export interface ClosedDriverParts extends Pick<KmsDriver, "scope" | "classify"> {
  /** Its data. */
  readonly profile: KmsProfile;
  /** What each call does. */
  readonly call: () => Promise<never>;
}

/** A driver without a client: the data of a cloud, and the methods that a driver with this data has. */
export function closedDriver({ profile, scope, call, classify }: ClosedDriverParts): KmsDriver {
  const supported = OPTIONAL_OPERATIONS.filter((operation) => isSupported(profile, operation));
  return {
    ...profile,
    contract: DRIVER_CONTRACT,
    scope,
    native: undefined,
    identify: call,
    writeTags: call,
    removeTags: call,
    readTags: call,
    ...Object.fromEntries(supported.map((operation) => [operation, call])),
    classify,
    close: async () => {},
  };
}

function isSupported({ capabilities }: KmsProfile, operation: DriverOperation): boolean {
  return Object.values(capabilities[operation]).some((capability) => capability?.support !== "no");
}
