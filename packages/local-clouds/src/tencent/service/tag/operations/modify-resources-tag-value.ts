import type { CallContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { changeTogether, idParameters, placesOf, withTags } from "../change-tags.ts";
import { attachedTagKeyNotFound, tagNonExist } from "../errors.ts";
import { createTags, tagOf } from "../tag-rules.ts";

/** Changes the value of a tag key that up to 50 resources of a service and region have. */
export const modifyResourcesTagValue: Operation<CallContext> = {
  parameters: [...idParameters, "TagKey", "TagValue"],
  quota: 20,
  carryOut: (parameters, context) => {
    const { settings, catalog } = context;
    const [key, value] = tagOf(parameters, settings);
    const places = placesOf(parameters, context);
    const added = new Map([[key, value]]);
    if (settings.attachUnknownTag === "create") createTags(added, context);
    else if (!catalog.has(key, value)) throw tagNonExist();
    return changeTogether(places, context, (tags) => {
      if (!tags.has(key)) throw attachedTagKeyNotFound();
      return withTags(tags, added);
    });
  },
};
