import type { CallContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { tagDuplicate } from "../errors.ts";
import { createTags, tagOf } from "../tag-rules.ts";

/** Creates a tag in the account, without a resource. */
export const createTag: Operation<CallContext> = {
  parameters: ["TagKey", "TagValue"],
  quota: 20,
  carryOut: (parameters, context) => {
    const [key, value] = tagOf(parameters, context.settings);
    if (context.catalog.has(key, value)) throw tagDuplicate();
    createTags(new Map([[key, value]]), context);
    return {};
  },
};
