import type { CrosstagError } from "@crosstag/core";
import { DRIVER_CONTRACT, type DriverScope, type KmsDriver, type KmsProfile } from "@crosstag/core/driver";

/**
 * Stands for an account that cannot be read, so that no list of its entry looks complete: each call fails with the reason.
 * @param profile the data of its cloud, or a driver of another account of the entry, which has the same endpoint
 * @param scope its region is one that the configuration names, or the text of its patterns
 */
export function unreadableDriver(profile: KmsProfile, scope: DriverScope, error: CrosstagError): KmsDriver {
  const fail = async (): Promise<never> => {
    throw error;
  };
  const { code, retry, message, hint, requestId, providerCode } = error;
  return {
    ...profile,
    contract: DRIVER_CONTRACT,
    scope,
    native: undefined,
    identify: fail,
    writeTags: fail,
    removeTags: fail,
    readTags: fail,
    describeResource: fail,
    listResources: fail,
    listAliases: fail,
    readAccessPolicy: fail,
    listKeyMaterials: fail,
    readLastUse: fail,
    deleteKeyMaterial: fail,
    classify: () => ({
      code,
      retry,
      message,
      applied: "no",
      scope: "call",
      ...(hint !== undefined && { hint }),
      ...(requestId !== undefined && { requestId }),
      ...(providerCode !== undefined && { providerCode }),
    }),
    close: async () => {},
  };
}
