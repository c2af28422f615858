import type {
  CallOptions,
  FindResources,
  FoundResource,
  ListTags,
  ListTagsRequest,
  ResourceConditions,
  ResourceTags,
} from "@crosstag/core";
import { compileConditions, factsOfDescription, type CompiledConditions } from "@crosstag/core/internal";
import { detailsOf, type ResourceDetails } from "./resource-details.ts";

/** A resource with its tags, and with its details if it was described. */
export type DetailedResource = ResourceTags & { readonly details?: ResourceDetails };

/** Which resources to read, and what of them. */
export interface MatchingRequest extends ListTagsRequest {
  /** Only resources that match. Absent: all. A resource that cannot be read is not left out, because it could match. */
  readonly conditions?: ResourceConditions | undefined;
  /** Describe every resource that matches: one call for each. */
  readonly describe?: boolean;
  /** The time that durations in conditions count from. */
  readonly now: Date;
}

/** Resources that are described together: enough to keep the calls going, few enough to show the first ones soon. */
const CHUNK = 200;

/** Reads tags, describes resources only if a condition on facts or the caller needs it, and yields the resources that match. */
export async function* readMatching(
  crosstag: ListTags & FindResources,
  { conditions: given = {}, describe = false, now, ...listing }: MatchingRequest,
  options: CallOptions,
): AsyncGenerator<DetailedResource, void, undefined> {
  const conditions = compileConditions(given, now);
  const describes = describe || conditions.needsFacts;
  let chunk: ResourceTags[] = [];
  for await (const entry of crosstag.listTags(listing, options)) {
    if (entry.status === "read" && !conditions.matchesTags(new Map(Object.entries(entry.tags)))) continue;
    if (!describes) yield entry;
    else if (chunk.push(entry) === CHUNK) {
      yield* describeChunk(crosstag, chunk, conditions, options);
      chunk = [];
    }
  }
  if (chunk.length > 0) yield* describeChunk(crosstag, chunk, conditions, options);
}

async function* describeChunk(
  crosstag: FindResources,
  chunk: readonly ResourceTags[],
  conditions: CompiledConditions,
  options: CallOptions,
): AsyncGenerator<DetailedResource, void, undefined> {
  const read = chunk.filter(({ status }) => status === "read");
  const found = new Map<ResourceTags, FoundResource>();
  let next = 0;
  // One answer for each resource, in the order of the request.
  if (read.length > 0)
    for await (const one of crosstag.findResources({ resources: read, describe: true }, options)) {
      const entry = read[next];
      if (entry !== undefined) found.set(entry, one);
      next += 1;
    }
  for (const entry of chunk) {
    if (entry.status === "failed") {
      yield entry;
      continue;
    }
    const { description, error } = found.get(entry) ?? {};
    const { resource, reference, provider, kind } = entry;
    if (error !== undefined && conditions.needsFacts)
      yield { resource, reference, provider, kind, status: "failed", error };
    else if (conditions.matchesFacts(description === undefined ? {} : factsOfDescription(description)))
      yield description === undefined ? entry : { ...entry, details: detailsOf(description) };
  }
}
