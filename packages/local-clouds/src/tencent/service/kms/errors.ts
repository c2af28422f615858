import type { CloudError } from "../../../server/cloud.ts";
import { refused } from "../../errors.ts";

// Codes: the list of the vendor's Go SDK for KMS 2019-01-18, read 2026-11-29.

export const invalidKeyId = (): CloudError =>
  refused("InvalidParameterValue.InvalidKeyId", "The KeyId is not the id of a key: it must be a UUID.");

export const keyNotFound = (): CloudError => refused("ResourceUnavailable.CmkNotFound", "The key does not exist.");

export const duplicateKeyId = (): CloudError =>
  refused("InvalidParameterValue.DuplicatedKeyId", "KeyIds has a key twice.");

export const stateNotSupported = (state: string): CloudError =>
  refused("ResourceUnavailable.CmkStateNotSupport", `The operation is not supported for a key in the state ${state}.`);

export const mustBeDisabled = (): CloudError =>
  refused("ResourceUnavailable.CmkShouldBeDisabled", "Only a disabled key can be scheduled for deletion.");

export const notPendingDelete = (): CloudError =>
  refused("ResourceUnavailable.CmkNotPendingDelete", "The deletion of the key is not scheduled.");

export const notExternal = (): CloudError =>
  refused("UnsupportedOperation.NotExternalCmk", "The key does not have imported key material.");

export const notUserCreated = (): CloudError =>
  refused("UnsupportedOperation.NotUserCreatedCmk", "The key was created by a product of the cloud.");

export const usedByProduct = (): CloudError =>
  refused("FailedOperation.CmkUsedByCloudProduct", "The key is used by a product of the cloud.");

export const materialNotDecrypted = (): CloudError =>
  refused("InvalidParameter.DecryptMaterialError", "EncryptedKeyMaterial cannot be decrypted with the wrapping key.");

export const materialDiffers = (): CloudError =>
  refused("InvalidParameterValue.MaterialNotMatch", "The key accepts only the material that was imported first.");

export const tokenExpired = (): CloudError =>
  refused("ResourceUnavailable.TokenExpired", "The ImportToken has expired.");

export const aliasExists = (): CloudError =>
  refused("InvalidParameterValue.AliasAlreadyExists", "Another key of the region has the alias.");

export const invalidAlias = (): CloudError =>
  refused(
    "InvalidParameterValue.InvalidAlias",
    "The alias must have 1 to 60 letters, digits, hyphens and underscores, start with a letter or digit, and not with kms-.",
  );

export const invalidUsage = (): CloudError =>
  refused("InvalidParameterValue.InvalidKeyUsage", "The KeyUsage is not supported.");

export const invalidType = (): CloudError => refused("InvalidParameterValue.InvalidType", "The Type must be 1 or 2.");

export const invalidPendingWindow = (): CloudError =>
  refused("InvalidParameter.InvalidPendingWindowInDays", "PendingWindowInDays must be from 7 to 30.");

export const tagKeysDuplicated = (): CloudError =>
  refused("InvalidParameterValue.TagKeysDuplicated", "Tags has a tag key twice.");
