import {
  DRIVER_CONTRACT,
  OPTIONAL_OPERATIONS,
  replacesTags,
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
    ...changeMethods(profile, call),
    readTags: call,
    ...Object.fromEntries(supported.map((operation) => [operation, call])),
    classify,
    close: async () => {},
  };
}

/** The methods of the way in which the cloud changes tags. */
function changeMethods(profile: KmsProfile, call: ClosedDriverParts["call"]): Partial<KmsDriver> {
  if (replacesTags(profile)) return { replaceTags: call };
  const changesTogether = Object.keys(profile.limits.changeTags ?? {}).length > 0;
  return { writeTags: call, removeTags: call, ...(changesTogether && { changeTags: call }) };
}

function isSupported({ capabilities }: KmsProfile, operation: DriverOperation): boolean {
  return Object.values(capabilities[operation]).some((capability) => capability?.support !== "no");
}
