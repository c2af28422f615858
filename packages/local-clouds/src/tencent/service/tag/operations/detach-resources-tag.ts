import type { CallContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { changeTogether, idParameters, placesOf, withoutTags } from "../change-tags.ts";
import { attachedTagKeyNotFound } from "../errors.ts";
import { checkTagKey } from "../tag-rules.ts";

/** Removes one tag from up to 50 resources of a service and region. */
export const detachResourcesTag: Operation<CallContext> = {
  parameters: [...idParameters, "TagKey"],
  quota: 20,
  carryOut: (parameters, context) => {
    const key = parameters.text("TagKey");
    checkTagKey(key, context.settings);
    return changeTogether(placesOf(parameters, context), context, (tags) => {
      if (!tags.has(key) && context.settings.detachAbsentKey === "refuse") throw attachedTagKeyNotFound();
      return withoutTags(tags, [key]);
    });
  },
};
