import { missingParameter } from "../../../errors.ts";
import type { CallContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { changeEach, namesOf, withTags } from "../change-tags.ts";
import { tooManyTagsInRequest } from "../errors.ts";
import { createTags, tagsOf } from "../tag-rules.ts";

const mostTags = 10;

/** Creates the tags, and writes them on each resource. A resource that is refused is named in FailedResources. */
export const tagResources: Operation<CallContext> = {
  parameters: ["ResourceList", "Tags"],
  quota: 20,
  carryOut: (parameters, context) => {
    const names = namesOf(parameters);
    const given = parameters.structures("Tags").length;
    if (given === 0) throw missingParameter("Tags");
    if (given > mostTags) throw tooManyTagsInRequest(mostTags);
    const added = tagsOf(parameters, "Tags", context.settings);
    createTags(added, context);
    return changeEach(names, context, (tags) => withTags(tags, added));
  },
};
