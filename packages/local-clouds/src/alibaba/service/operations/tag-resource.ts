import { done, type Operation } from "../context.ts";
import { refusePendingDeletion } from "../batch-target.ts";
import { tagTarget } from "../find.ts";
import { checkTagLimit, tagsOfSingleCall } from "../tag-rules.ts";
import { withTags } from "../../state/tag-set.ts";
import { invalidParameter } from "../../errors.ts";

export const tagResource: Operation = (parameters, context) => {
  const find = tagTarget(parameters, "accept");
  const added = tagsOfSingleCall(parameters, context.settings);
  if (added.size === 0) throw invalidParameter("Tags");
  const resource = find(context);
  refusePendingDeletion(resource, context.settings);
  const tags = withTags(resource.tags.current, added, context.settings.tagKeyCase);
  checkTagLimit(resource.tags.current, tags, context.settings);
  resource.tags.write(tags);
  return done;
};
