import { hash } from "node:crypto";
import type { CallContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { idParameters, placesOf } from "../change-tags.ts";
import { offsetInvalid } from "../errors.ts";
import { resourceToRead } from "../resource-place.ts";
import { categoryOf, shownTags } from "../tag-rows.ts";

/** Flat rows: one for each tag of each resource. A resource without tags, or that does not exist, has none. */
export const describeResourceTagsByResourceIds: Operation<CallContext> = {
  parameters: [...idParameters, "Offset", "Limit", "Category"],
  quota: 20,
  carryOut: (parameters, context) => {
    const places = placesOf(parameters, context);
    const limit = parameters.integer("Limit", { from: 1, to: context.settings.mostTagRows, fallback: 15 });
    const offset = parameters.integer("Offset", { from: 0, to: Number.MAX_SAFE_INTEGER, fallback: 0 });
    if (offset % limit !== 0) throw offsetInvalid();
    const category = categoryOf(parameters);
    const rows = places.flatMap((place) => {
      const resource = resourceToRead(place, context);
      if (resource === undefined) return [];
      return shownTags(resource.tags.read(), category, context.settings).map((tag) => ({
        ...tag,
        TagKeyMd5: hash("md5", tag.TagKey),
        TagValueMd5: hash("md5", tag.TagValue),
        ResourceId: resource.resourceId,
        ServiceType: place.service,
      }));
    });
    return { TotalCount: rows.length, Offset: offset, Limit: limit, Tags: rows.slice(offset, offset + limit) };
  },
};
