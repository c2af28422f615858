import { done, type Operation } from "../context.ts";
import { refusePendingDeletion } from "../batch-target.ts";
import { jsonArray, type RequestParameters } from "../fields.ts";
import { tagTarget } from "../find.ts";
import { checkTagKeys } from "../tag-rules.ts";
import { withoutTags } from "../../state/tag-set.ts";
import { invalidParameter } from "../../errors.ts";

export const untagResource: Operation = (parameters, context) => {
  const { settings } = context;
  const find = tagTarget(parameters, settings.aliasInUntagResource);
  const keys = tagKeys(parameters);
  if (keys.length === 0 && settings.emptyUntagList === "refuse") throw invalidParameter("TagKeys");
  checkTagKeys(keys, "TagKeys", "bytes", settings);
  const resource = find(context);
  refusePendingDeletion(resource, context.settings);
  const before = resource.tags.current;
  const after = withoutTags(before, keys, settings.tagKeyCase);
  if (settings.untagAbsentKeySingle === "error" && before.size - after.size < new Set(keys).size) {
    throw invalidParameter("TagKeys");
  }
  resource.tags.write(after);
  return done;
};

function tagKeys(parameters: RequestParameters): readonly string[] {
  const keys = jsonArray(parameters, "TagKeys");
  if (!keys.every((key): key is string => typeof key === "string")) throw invalidParameter("TagKeys");
  return keys;
}
