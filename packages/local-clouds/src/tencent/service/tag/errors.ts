import type { CloudError } from "../../../server/cloud.ts";
import { refused } from "../../errors.ts";

// Codes: the list of the vendor's Go SDK for Tag 2018-08-13, read 2026-11-29.

export const tagKeyEmpty = (): CloudError =>
  refused("InvalidParameterValue.TagKeyEmpty", "A tag key must not be empty.");

export const tagKeyTooLong = (): CloudError =>
  refused("InvalidParameterValue.TagKeyLengthExceeded", "A tag key is longer than 127 characters.");

export const tagKeyCharacter = (): CloudError =>
  refused("InvalidParameterValue.TagKeyCharacterIllegal", "A tag key has a character that is not allowed.");

export const tagKeyDuplicate = (): CloudError =>
  refused("InvalidParameterValue.TagKeyDuplicate", "The request has a tag key twice.");

export const reservedTagKey = (): CloudError =>
  refused("InvalidParameter.ReservedTagKey", "A tag key is reserved for the cloud itself.");

export const tagValueEmpty = (): CloudError =>
  refused("InvalidParameterValue.TagValueEmpty", "A tag value must not be empty.");

export const tagValueTooLong = (): CloudError =>
  refused("InvalidParameterValue.TagValueLengthExceeded", "A tag value is longer than 255 characters.");

export const tagValueCharacter = (): CloudError =>
  refused("InvalidParameterValue.TagValueCharacterIllegal", "A tag value has a character that is not allowed.");

export const tooManyTagsInRequest = (most: number): CloudError =>
  refused("LimitExceeded.TagNumPerRequest", `A request can carry ${most} tags.`);

export const tooManyResourcesInRequest = (most: number): CloudError =>
  refused("LimitExceeded.ResourceNumPerRequest", `A request can name ${most} resources.`);

export const tooManyTagsOfResource = (most: number): CloudError =>
  refused("LimitExceeded.ResourceAttachedTags", `A resource can have ${most} tags.`);

export const tooManyTagKeys = (most: number): CloudError =>
  refused("LimitExceeded.TagKey", `An account can have ${most} tag keys.`);

export const tooManyTagValues = (most: number): CloudError =>
  refused("LimitExceeded.TagValue", `A tag key can have ${most} values in an account.`);

export const invalidTagList = (reason: string): CloudError => refused("InvalidParameter.Tag", reason);

export const deleteTagsParamError = (): CloudError =>
  refused("InvalidParameterValue.DeleteTagsParamError", "DeleteTags and ReplaceTags have a tag key in common.");

export const malformedName = (): CloudError =>
  refused("InvalidParameterValue.ResourceDescriptionError", "A resource must be named with six segments.");

export const unsupportedService = (): CloudError =>
  refused("InvalidParameter.UnsupportedService", "The service of a resource does not support tags.");

export const serviceTypeInvalid = (): CloudError =>
  refused("InvalidParameterValue.ServiceTypeInvalid", "The ServiceType does not support tags.");

export const resourcePrefixInvalid = (): CloudError =>
  refused("InvalidParameterValue.ResourcePrefixInvalid", "The ResourcePrefix is not one of the service.");

export const regionInvalid = (): CloudError =>
  refused("InvalidParameterValue.RegionInvalid", "The region of a resource is not supported.");

export const unknownResource = (code: string): CloudError => refused(code, "The resource does not exist.");

export const otherAccount = (code: string): CloudError => refused(code, "The resource belongs to another account.");

export const pendingDelete = (): CloudError =>
  refused("FailedOperation", "The resource is scheduled for deletion, so that its tags cannot be changed.");

export const tagNonExist = (): CloudError =>
  refused("ResourceNotFound.TagNonExist", "The tag does not exist in the account.");

export const tagDuplicate = (): CloudError => refused("ResourceInUse.TagDuplicate", "The tag exists already.");

export const tagAttachedResource = (): CloudError =>
  refused("FailedOperation.TagAttachedResource", "A resource has the tag.");

export const tagKeyAttached = (): CloudError =>
  refused("ResourceInUse.TagKeyAttached", "The resource has the tag key with another value.");

export const attachedTagKeyNotFound = (): CloudError =>
  refused("ResourceNotFound.AttachedTagKeyNotFound", "The resource does not have the tag key.");

export const offsetInvalid = (): CloudError =>
  refused("InvalidParameterValue.OffsetInvalid", "Offset must be a multiple of Limit.");

export const invalidPaginationToken = (): CloudError =>
  refused("InvalidParameter.PaginationTokenInvalid", "The PaginationToken was not issued for this request.");

export const tooManyFilters = (): CloudError =>
  refused("InvalidParameterValue.TagFiltersLengthExceeded", "A request can have six TagFilters with ten values each.");
