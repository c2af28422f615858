import { done, type Operation } from "../context.ts";
import { batchTarget, changeEach } from "../batch-target.ts";
import { checkTagLimit, tagsOfBatchCall } from "../tag-rules.ts";
import { withTags } from "../../state/tag-set.ts";
import { missingParameter } from "../../errors.ts";

export const tagResources: Operation = (parameters, context) => {
  const { settings } = context;
  const target = batchTarget(parameters, context);
  const added = tagsOfBatchCall(parameters, settings);
  if (added.size === 0) throw missingParameter("Tag");
  changeEach(target, context, (resource) => {
    const tags = withTags(resource.tags.current, added, settings.tagKeyCase);
    checkTagLimit(resource.tags.current, tags, settings);
    return () => {
      resource.tags.write(tags);
    };
  });
  return done;
};
