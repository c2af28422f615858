import { missingParameter } from "../../../errors.ts";
import type { CallContext } from "../../context.ts";
import type { Parameters } from "../../parameters.ts";
import type { Operation } from "../../tencent-service.ts";
import { changeTogether, withoutTags, withTags } from "../change-tags.ts";
import { attachedTagKeyNotFound, deleteTagsParamError, invalidTagList, tagKeyDuplicate } from "../errors.ts";
import { placeOf } from "../resource-place.ts";
import { checkTagKey, createTags, tagsOf } from "../tag-rules.ts";

const mostTags = 10;

/** Writes tags on one resource and removes others, together. */
export const modifyResourceTags: Operation<CallContext> = {
  parameters: ["Resource", "ReplaceTags", "DeleteTags"],
  quota: 20,
  carryOut: (parameters, context) => {
    const { settings } = context;
    const place = placeOf(parameters.text("Resource"));
    if (!parameters.has("ReplaceTags") && !parameters.has("DeleteTags")) throw missingParameter("ReplaceTags");
    for (const name of ["ReplaceTags", "DeleteTags"]) checkLength(parameters, name);
    const added = tagsOf(parameters, "ReplaceTags", settings);
    const removed = parameters.structures("DeleteTags").map((tag) => tag.text("TagKey"));
    for (const key of removed) checkTagKey(key, settings);
    if (new Set(removed).size < removed.length) throw tagKeyDuplicate();
    if (removed.some((key) => added.has(key))) throw deleteTagsParamError();
    createTags(added, context);
    return changeTogether([place], context, (tags) => {
      const isAbsent = removed.some((key) => !tags.has(key));
      if (isAbsent && settings.modifyAbsentKey === "refuse") throw attachedTagKeyNotFound();
      return withTags(withoutTags(tags, removed), added);
    });
  },
};

/** A list may be left out, and may not be empty. */
function checkLength(parameters: Parameters, name: string): void {
  const { length } = parameters.structures(name);
  if (parameters.has(name) && length === 0) throw invalidTagList(`${name} is empty.`);
  if (length > mostTags) throw invalidTagList(`${name} can have ${mostTags} tags.`);
}
