import type { TencentSettings } from "../../settings.ts";
import type { TagSet } from "../../state/resource.ts";
import type { Parameters } from "../parameters.ts";
import { isSystemTag } from "./tag-rules.ts";

/** Who made a tag, as the parameter Category selects. */
type Category = "Custom" | "System" | "All";

export function categoryOf(parameters: Parameters): Category {
  return parameters.choice("Category", ["Custom", "System", "All"], "All");
}

/** A tag as reading operations show it. */
export interface ShownTag {
  readonly TagKey: string;
  readonly TagValue: string;
  readonly Category: Exclude<Category, "All">;
}

/** The tags of a category. */
export function shownTags(
  tags: TagSet | readonly (readonly [key: string, value: string])[],
  category: Category,
  settings: TencentSettings,
): readonly ShownTag[] {
  return [...tags]
    .map(([key, value]): ShownTag => {
      return { TagKey: key, TagValue: value, Category: isSystemTag(key, settings) ? "System" : "Custom" };
    })
    .filter((tag) => category === "All" || tag.Category === category);
}
