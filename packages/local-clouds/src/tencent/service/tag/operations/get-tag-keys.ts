import type { CallContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { categoryOf } from "../tag-rows.ts";
import { isSystemTag } from "../tag-rules.ts";
import { tokenPage } from "../token-page.ts";

const mostResults = 1000;

/** The tag keys that exist in the account. */
export const getTagKeys: Operation<CallContext> = {
  parameters: ["PaginationToken", "MaxResults", "Category"],
  quota: 20,
  carryOut: (parameters, { catalog, settings }) => {
    const category = categoryOf(parameters);
    const keys = catalog.keys.filter(
      (key) => category === "All" || isSystemTag(key, settings) === (category === "System"),
    );
    const { items, token } = tokenPage(parameters, keys, mostResults);
    return { PaginationToken: token, TagKeys: items };
  },
};
