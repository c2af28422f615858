import {
  DRIVER_CONTRACT,
  replacesTags,
  type KmsDriver,
  type KmsProfile,
  type UnreadableClouds,
} from "@crosstag/core/driver";

/**
 * Stands for clouds that cannot be read, so that no list of their entry looks complete: each call fails with the reason.
 * @param profile the data of the cloud, or a driver of another account of the entry, which has the same endpoint
 * @param account the account. Undefined: the accounts of the entry are not known
 */
export function unreadableDriver(
  profile: KmsProfile,
  account: string | undefined,
  unreadable: UnreadableClouds,
): KmsDriver {
  const { error, regions } = unreadable;
  const fail = async (): Promise<never> => {
    throw error;
  };
  const { code, retry, message, hint, requestId, providerCode } = error;
  return {
    ...profile,
    contract: DRIVER_CONTRACT,
    scope: { region: regions.join(","), ...(account !== undefined && { account }) },
    unreadable,
    native: undefined,
    identify: fail,
    ...(replacesTags(profile) ? { replaceTags: fail } : { writeTags: fail, removeTags: fail }),
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
