import { invalidParameter } from "../../errors.ts";
import { readNextToken, writeNextToken } from "../../state/next-token.ts";
import type { TagSet } from "../../state/tag-set.ts";
import { batchTarget, storeOf } from "../batch-target.ts";
import type { Operation } from "../context.ts";
import { repeated, type RequestParameters } from "../fields.ts";
import { listedTags } from "../tag-rules.ts";
import type { AlibabaSettings } from "../../settings.ts";

const rowsPerPage = 200;
const mostFilters = 20;

interface TagRow {
  readonly ResourceId: string;
  readonly ResourceType: string;
  readonly TagKey: string;
  readonly TagValue: string;
}

/** One flat row per tag; a resource without tags, or one that does not exist, has none. */
export const listTagResources: Operation = (parameters, context) => {
  const { kind, ids } = batchTarget(parameters, context);
  const filters = tagFilters(parameters);
  const token = parameters["NextToken"];
  const start = token === undefined || token === "" ? { resource: 0, row: 0 } : readNextToken(token);
  if (start === undefined) throw invalidParameter("NextToken");

  const store = storeOf(kind, context);
  const resources = ids.length > 0 ? ids.map((id) => store.findVisible(id)) : store.inOrderVisible;
  const rows: TagRow[] = [];
  for (let index = start.resource; index < resources.length; index += 1) {
    const resource = resources[index];
    if (resource === undefined) continue;
    const tags = filteredTags(resource.tags.read(), filters, context.settings);
    for (let row = index === start.resource ? start.row : 0; row < tags.length; row += 1) {
      if (rows.length === rowsPerPage) return answer(rows, writeNextToken({ resource: index, row }));
      const tag = tags[row];
      if (tag !== undefined) rows.push({ ResourceId: resource.id, ResourceType: kind, ...tag });
    }
  }
  return answer(rows, "");
};

function answer(rows: readonly TagRow[], nextToken: string): ReturnType<Operation> {
  return { NextToken: nextToken, TagResources: { TagResource: rows } };
}

interface TagFilter {
  readonly key: string;
  /** Undefined: any. */
  readonly value: string | undefined;
}

function tagFilters(parameters: RequestParameters): readonly TagFilter[] {
  const filters = repeated(parameters, "Tag").map((tag) => ({
    key: tag["Key"] ?? "",
    value: tag["Value"],
  }));
  if (filters.length > mostFilters || filters.some((filter) => filter.key === "")) throw invalidParameter("Tag");
  return filters;
}

function filteredTags(
  tags: TagSet,
  filters: readonly TagFilter[],
  settings: AlibabaSettings,
): { TagKey: string; TagValue: string }[] {
  const listed = listedTags(tags, settings);
  if (filters.length === 0) return listed;
  const matches = ({ key, value }: TagFilter): boolean =>
    tags.has(key) && (value === undefined || tags.get(key) === value);
  const found = settings.tagFilters === "all" ? filters.every(matches) : filters.some(matches);
  if (!found) return [];
  if (settings.filteredRows === "all-tags") return listed;
  const named = new Set(filters.filter(matches).map((filter) => filter.key));
  return listed.filter((tag) => named.has(tag.TagKey));
}
