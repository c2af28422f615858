import { invalidValue } from "../../../errors.ts";
import type { CallContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { categoryOf, shownTags } from "../tag-rows.ts";
import { tokenPage } from "../token-page.ts";

const mostKeys = 20;
const mostResults = 1000;

/** The tags that exist in the account. */
export const getTags: Operation<CallContext> = {
  parameters: ["PaginationToken", "MaxResults", "TagKeys", "Category"],
  quota: 20,
  carryOut: (parameters, { catalog, settings }) => {
    const keys = parameters.texts("TagKeys");
    if (keys.length > mostKeys) throw invalidValue("TagKeys", `a list of at most ${mostKeys}`);
    const tags = catalog.tags.filter(([key]) => keys.length === 0 || keys.includes(key));
    const { items, token } = tokenPage(parameters, shownTags(tags, categoryOf(parameters), settings), mostResults);
    return { PaginationToken: token, Tags: items };
  },
};
