import type {
  CallOptions,
  CrosstagError,
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
  /** Called for each resource whose aliases were asked for and are not known, if no condition needs them. */
  readonly onUnknownAliases?: ((error: CrosstagError) => void) | undefined;
  /** The time that durations in conditions count from. */
  readonly now: Date;
}

/** Resources that are described together: enough to keep the calls going, few enough to show the first ones soon. */
const CHUNK = 200;

/** Reads tags, describes resources only if a condition or the caller needs it, and yields the resources that match. */
export async function* readMatching(
  crosstag: ListTags & FindResources,
  request: MatchingRequest,
  options: CallOptions,
): AsyncGenerator<DetailedResource, void, undefined> {
  const { conditions: given = {}, describe = false, aliases = false, onUnknownAliases, now, ...rest } = request;
  const conditions = compileConditions(given, now);
  const describes = describe || conditions.needsDescription;
  const listing = { ...rest, aliases: aliases || conditions.needsAliases };
  let chunk: ResourceTags[] = [];
  for await (const read of crosstag.listTags(listing, options)) {
    if (read.status === "read" && !conditions.matchesTags(new Map(Object.entries(read.tags)))) continue;
    const entry = withoutAliasesError(read, conditions, onUnknownAliases);
    if (!describes) {
      if (entry.status === "failed" || conditions.matchesFacts(entry)) yield entry;
    } else if (chunk.push(entry) === CHUNK) {
      yield* describeChunk(crosstag, chunk, conditions, options);
      chunk = [];
    }
  }
  if (chunk.length > 0) yield* describeChunk(crosstag, chunk, conditions, options);
}

/** The same for all resources of a cloud: a failure if a condition needs the aliases, otherwise said once by the caller. */
function withoutAliasesError(
  entry: ResourceTags,
  conditions: CompiledConditions,
  onUnknownAliases: MatchingRequest["onUnknownAliases"],
): ResourceTags {
  if (entry.status === "failed" || entry.aliasesError === undefined) return entry;
  const { aliasesError, ...known } = entry;
  if (conditions.needsAliases) return asFailed(entry, aliasesError);
  onUnknownAliases?.(aliasesError);
  return known;
}

function asFailed({ resource, reference, provider, kind }: ResourceTags, error: CrosstagError): ResourceTags {
  return { resource, reference, provider, kind, status: "failed", error };
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
    const { aliases } = entry;
    const facts = {
      ...(description !== undefined && factsOfDescription(description)),
      ...(aliases !== undefined && { aliases }),
    };
    if (error !== undefined && conditions.needsDescription) yield asFailed(entry, error);
    else if (conditions.matchesFacts(facts))
      yield description === undefined ? entry : { ...entry, details: detailsOf(description) };
  }
}
