import type { CallContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { changeTogether, idParameters, placesOf, withTags } from "../change-tags.ts";
import { tagKeyAttached, tagNonExist } from "../errors.ts";
import { createTags, tagOf } from "../tag-rules.ts";

/** Writes one tag on up to 50 resources of a service and region. */
export const attachResourcesTag: Operation<CallContext> = {
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
      const isOther = tags.has(key) && tags.get(key) !== value;
      if (isOther && settings.attachOverOtherValue === "refuse") throw tagKeyAttached();
      return withTags(tags, added);
    });
  },
};
