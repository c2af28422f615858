import type { CloudError } from "../../../server/cloud.ts";
import { refused } from "../../errors.ts";

// Codes: the list of the vendor's Go SDK for SSM 2019-09-23, read 2026-11-29.

export const secretNotFound = (): CloudError => refused("ResourceNotFound", "The secret does not exist.");

export const secretExists = (): CloudError =>
  refused("ResourceInUse.SecretExists", "The region has a secret with this name.");

export const secretPendingDelete = (): CloudError =>
  refused("ResourceUnavailable.ResourcePendingDeleted", "The secret is scheduled for deletion.");

export const secretNotDisabled = (): CloudError => refused("FailedOperation", "Only a disabled secret can be deleted.");

export const secretNotPendingDelete = (): CloudError =>
  refused("FailedOperation", "The deletion of the secret is not scheduled.");

export const tagKeysDuplicated = (): CloudError =>
  refused("InvalidParameterValue.TagKeysDuplicated", "Tags has a tag key twice.");
