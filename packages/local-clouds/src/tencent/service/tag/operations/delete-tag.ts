import type { CallContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { tagAttachedResource, tagNonExist } from "../errors.ts";
import { tagOf } from "../tag-rules.ts";

/** Deletes a tag of the account that no resource has. */
export const deleteTag: Operation<CallContext> = {
  parameters: ["TagKey", "TagValue"],
  quota: 20,
  carryOut: (parameters, context) => {
    const { catalog, regions, settings } = context;
    const [key, value] = tagOf(parameters, settings);
    if (!catalog.has(key, value)) throw tagNonExist();
    const isAttached = regions.some((region) => {
      const { keys, secrets } = context.regionState(region);
      return [...keys.inOrder, ...secrets.inOrder].some(({ tags }) => tags.current.get(key) === value);
    });
    if (isAttached) throw tagAttachedResource();
    catalog.remove(key, value);
    return {};
  },
};
