import type { TaggedResource } from "../../../state/resource.ts";
import type { CallContext } from "../../context.ts";
import type { Parameters } from "../../parameters.ts";
import { passesTagFilters, tagFiltersOf, type TagFilter } from "../../tag-filters.ts";
import type { Operation } from "../../tencent-service.ts";
import { tooManyFilters, tooManyResourcesInRequest } from "../errors.ts";
import { placeOf, resourceToRead } from "../resource-place.ts";
import { shownTags } from "../tag-rows.ts";
import { tokenPage } from "../token-page.ts";

const mostNames = 10;
const mostFilters = 6;
const mostValues = 10;
const mostResults = 200;

/** Resources of all services and regions that have tags. With ResourceList, all that match are in one answer. */
export const getResources: Operation<CallContext> = {
  parameters: ["ResourceList", "TagFilters", "PaginationToken", "MaxResults"],
  quota: 20,
  carryOut: (parameters, context) => {
    const filters = filtersOf(parameters);
    const names = parameters.texts("ResourceList");
    if (names.length > mostNames) throw tooManyResourcesInRequest(mostNames);
    const found = (names.length === 0 ? allResources(context) : namedResources(names, context)).filter((resource) => {
      const tags = resource.tags.read();
      return tags.size > 0 && passesTagFilters(filters, tags);
    });
    const { items, token } =
      names.length === 0 ? tokenPage(parameters, found, mostResults) : { items: found, token: "" };
    return {
      PaginationToken: token,
      ResourceTagMappingList: items.map((resource) => ({
        Resource: resource.name,
        Tags: shownTags(resource.tags.read(), "All", context.settings),
      })),
    };
  },
};

function filtersOf(parameters: Parameters): readonly TagFilter[] {
  const filters = tagFiltersOf(parameters);
  if (filters.length > mostFilters || filters.some(([, values]) => values.length > mostValues)) throw tooManyFilters();
  return filters;
}

function allResources(context: CallContext): readonly TaggedResource[] {
  return context.regions.flatMap((region) => {
    const { keys, secrets } = context.regionState(region);
    return [...keys.inOrderVisible, ...secrets.inOrderVisible];
  });
}

function namedResources(names: readonly string[], context: CallContext): readonly TaggedResource[] {
  return [...new Set(names)].flatMap((name) => resourceToRead(placeOf(name), context) ?? []);
}
