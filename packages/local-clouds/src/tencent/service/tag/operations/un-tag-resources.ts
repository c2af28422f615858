import { missingParameter } from "../../../errors.ts";
import type { CallContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { changeEach, namesOf, withoutTags } from "../change-tags.ts";
import { attachedTagKeyNotFound, tagKeyDuplicate, tooManyTagsInRequest } from "../errors.ts";
import { checkTagKey } from "../tag-rules.ts";

const mostKeys = 10;

/** Removes the tags from each resource. A resource that is refused is named in FailedResources. */
export const unTagResources: Operation<CallContext> = {
  parameters: ["ResourceList", "TagKeys"],
  quota: 20,
  carryOut: (parameters, context) => {
    const { settings } = context;
    const names = namesOf(parameters);
    const keys = parameters.texts("TagKeys");
    if (keys.length === 0) throw missingParameter("TagKeys");
    if (keys.length > mostKeys) throw tooManyTagsInRequest(mostKeys);
    if (new Set(keys).size < keys.length) throw tagKeyDuplicate();
    for (const key of keys) checkTagKey(key, settings);
    return changeEach(names, context, (tags) => {
      const isAbsent = keys.some((key) => !tags.has(key));
      if (isAbsent && settings.untagAbsentKey === "failed-resource") throw attachedTagKeyNotFound();
      return withoutTags(tags, keys);
    });
  },
};
