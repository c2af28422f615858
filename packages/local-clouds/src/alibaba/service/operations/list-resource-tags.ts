import type { Operation } from "../context.ts";
import { requiredText } from "../fields.ts";
import { keyToRead } from "../find.ts";
import { listedTags } from "../tag-rules.ts";

/** Keys only, without paging. */
export const listResourceTags: Operation = (parameters, context) => {
  const key = keyToRead(requiredText(parameters, "KeyId"), "refuse", context);
  const tags = listedTags(key.tags.read(), context.settings);
  return { Tags: { Tag: tags.map((tag) => ({ KeyId: key.id, ...tag })) } };
};
