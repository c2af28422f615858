import { done, type Operation, type ServiceContext } from "../context.ts";
import { batchTarget, changeEach } from "../batch-target.ts";
import { optionalBoolean, repeatedTexts } from "../fields.ts";
import { checkTagKeys, isSystemTag } from "../tag-rules.ts";
import { withoutTags, type TagSet } from "../../state/tag-set.ts";
import { invalidParameter, missingParameter } from "../../errors.ts";

const mostKeys = 20;

export const untagResources: Operation = (parameters, context) => {
  const { settings } = context;
  const target = batchTarget(parameters, context);
  const given = repeatedTexts(parameters, "TagKey");
  if (given.length > mostKeys) throw invalidParameter("TagKey", settings.tagRefusalCode);
  // "This parameter takes effect only when you specify an empty tag key": a list of nothing but "" is an empty one.
  const keys = given.every((key) => key === "") ? [] : given;
  checkTagKeys(keys, "TagKey", "characters", settings);
  const all = optionalBoolean(parameters, "All") === true && keys.length === 0;
  if (keys.length === 0 && !all && settings.emptyUntagList === "refuse") throw missingParameter("TagKey");
  changeEach(target, context, (resource) => {
    const tags = resource.tags.current;
    const left = all ? systemTags(tags, context) : withoutTags(tags, keys, settings.tagKeyCase);
    // Documented to succeed if the resource has some of the keys. If it has none, the result is not documented.
    const noneIsThere = keys.length > 0 && left.size === tags.size;
    if (noneIsThere && settings.untagAbsentKeysBatch === "error") throw invalidParameter("TagKey");
    return () => {
      resource.tags.write(left);
    };
  });
  return done;
};

function systemTags(tags: TagSet, context: ServiceContext): TagSet {
  return new Map([...tags].filter(([key]) => isSystemTag(key, context.settings)));
}
