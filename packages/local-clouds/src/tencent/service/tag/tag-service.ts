import { globalService } from "../tencent-service.ts";
import { attachResourcesTag } from "./operations/attach-resources-tag.ts";
import { createTag } from "./operations/create-tag.ts";
import { deleteTag } from "./operations/delete-tag.ts";
import { describeResourceTagsByResourceIds } from "./operations/describe-resource-tags-by-resource-ids.ts";
import { detachResourcesTag } from "./operations/detach-resources-tag.ts";
import { getResources } from "./operations/get-resources.ts";
import { getTagKeys } from "./operations/get-tag-keys.ts";
import { getTags } from "./operations/get-tags.ts";
import { modifyResourceTags } from "./operations/modify-resource-tags.ts";
import { modifyResourcesTagValue } from "./operations/modify-resources-tag-value.ts";
import { tagResources } from "./operations/tag-resources.ts";
import { unTagResources } from "./operations/un-tag-resources.ts";

/** The Tag service: one endpoint for all regions. Every API page read 2026-11-29 says 20 requests a second. */
export const tagService = globalService("tag", "2018-08-13", {
  AttachResourcesTag: attachResourcesTag,
  CreateTag: createTag,
  DeleteTag: deleteTag,
  DescribeResourceTagsByResourceIds: describeResourceTagsByResourceIds,
  DetachResourcesTag: detachResourcesTag,
  GetResources: getResources,
  GetTagKeys: getTagKeys,
  GetTags: getTags,
  ModifyResourceTags: modifyResourceTags,
  ModifyResourcesTagValue: modifyResourcesTagValue,
  TagResources: tagResources,
  UnTagResources: unTagResources,
});
