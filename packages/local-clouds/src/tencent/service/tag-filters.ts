import type { TagSet } from "../state/resource.ts";
import type { Parameters } from "./parameters.ts";

/** A tag key, and the values of which a resource must have one; any value if the list is empty. */
export type TagFilter = readonly [key: string, values: readonly string[]];

/** The parameter TagFilters. Resources must pass all filters. */
export function tagFiltersOf(parameters: Parameters): readonly TagFilter[] {
  return parameters.structures("TagFilters").map((filter) => {
    filter.refuseUnknown(["TagKey", "TagValue"]);
    return [filter.text("TagKey"), filter.texts("TagValue")] as const;
  });
}

export function passesTagFilters(filters: readonly TagFilter[], tags: TagSet): boolean {
  return filters.every(([key, values]) => {
    const value = tags.get(key);
    return value !== undefined && (values.length === 0 || values.includes(value));
  });
}
