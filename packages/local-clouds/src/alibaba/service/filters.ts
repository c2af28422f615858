import { invalidParameter } from "../errors.ts";
import type { TagSet } from "../state/tag-set.ts";
import { jsonArray, type RequestParameters } from "./fields.ts";
import { isStructure } from "../../is-structure.ts";

const mostFilters = 10;
const mostValues = 10;

/** The `Filters` of a list call by key: one string, a JSON array of Key and Values. All keys must match, with any value. */
export type Filters = ReadonlyMap<string, readonly string[]>;

export function filtersOf(parameters: RequestParameters, known: readonly string[]): Filters {
  const filters = new Map<string, readonly string[]>();
  if (parameters["Filters"] === undefined || parameters["Filters"] === "") return filters;
  const given = jsonArray(parameters, "Filters");
  if (given.length > mostFilters) throw invalidParameter("Filters");
  for (const filter of given) {
    if (!isStructure(filter)) throw invalidParameter("Filters");
    const { Key: key, Values: values } = filter;
    if (typeof key !== "string" || !known.includes(key)) throw invalidParameter("Filters");
    if (!Array.isArray(values) || values.length > mostValues) throw invalidParameter("Filters");
    if (!values.every((value): value is string => typeof value === "string")) throw invalidParameter("Filters");
    if (values.length > 0) filters.set(key, values);
  }
  return filters;
}

/** Whether a property has one of the requested values; true if none is requested. */
export function passes(filters: Filters, key: string, value: string): boolean {
  return filters.get(key)?.includes(value) ?? true;
}

/** Whether one tag has both a requested key and a requested value. */
export function tagsPass(filters: Filters, tags: TagSet): boolean {
  if (!filters.has("TagKey") && !filters.has("TagValue")) return true;
  for (const [key, value] of tags)
    if (passes(filters, "TagKey", key) && passes(filters, "TagValue", value)) return true;
  return false;
}

export function filtersByTag(filters: Filters): boolean {
  return filters.has("TagKey") || filters.has("TagValue");
}
