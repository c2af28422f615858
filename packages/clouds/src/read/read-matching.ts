import type {
  CallOptions,
  CrosstagError,
  FindResources,
  FindResourcesRequest,
  FoundResource,
  ListTags,
  ListTagsRequest,
  ResourceAliases,
  ResourceConditions,
  ResourceInput,
  ResourceKind,
  ResourceTags,
  UnlistedResources,
  Violation,
} from "@crosstag/core";
import {
  compileConditions,
  factsOfDescription,
  inChunks,
  refuseUnknownOptions,
  type CompiledConditions,
  type OptionNames,
} from "@crosstag/core/internal";
import { detailsOf, type ResourceDetails } from "./resource-details.ts";

/** A resource with its tags, and with its details if it was described. */
export type DetailedResource = ResourceTags & {
  /** What its description says. Absent: it was not described. */
  readonly details?: ResourceDetails;
};

/** Which resources to read, and what of them. */
export interface MatchingRequest extends Omit<ListTagsRequest, "resources"> {
  /** Absent: everything that the clouds list. */
  readonly resources?: readonly ResourceInput[] | undefined;
  /** Only these kinds of what the clouds list. Absent: all. */
  readonly kinds?: readonly ResourceKind[] | undefined;
  /** Only these clouds, as `FindResourcesRequest.clouds`. Absent: all. Not together with `resources`. */
  readonly clouds?: readonly string[] | undefined;
  /** Which drivers to list, as `FindResourcesRequest.isListed`. Absent: all. */
  readonly isListed?: FindResourcesRequest["isListed"];
  /** Called for clouds that cannot be listed, while others are. Absent: the first one ends the listing. */
  readonly onUnlisted?: ((unlisted: UnlistedResources) => void) | undefined;
  /** Whether the caller may see what a cloud has listed; asked before its tags are read. Absent: everything. */
  readonly isVisible?: ((resource: FoundResource) => boolean) | undefined;
  /** Called with the number of resources that are read next, whether they match or not. Absent: ignored. */
  readonly onResources?: ((count: number) => void) | undefined;
  /** Only resources that match. Absent: all. A resource that cannot be read is not left out, because it could match. */
  readonly conditions?: ResourceConditions | undefined;
  /** What was found wrong with the request before, as `FindResourcesRequest.violations`. Not together with `resources`. */
  readonly violations?: readonly Violation[] | undefined;
  /** Describe every resource that matches: one call for each. */
  readonly describe?: boolean | undefined;
  /**
   * Called for each resource whose aliases were asked for and are not known, if no condition needs them. Absent: the
   * resource has the error as `aliasesError`.
   */
  readonly onUnknownAliases?: ((error: CrosstagError) => void) | undefined;
  /** The time that durations in conditions count from. */
  readonly now: Date;
}

const OPTIONS: OptionNames<MatchingRequest> = {
  resources: true,
  kinds: true,
  clouds: true,
  isListed: true,
  onUnlisted: true,
  isVisible: true,
  onResources: true,
  conditions: true,
  violations: true,
  describe: true,
  onUnknownAliases: true,
  now: true,
  resolveAliases: true,
  includeReserved: true,
  confirmExistence: true,
  aliases: true,
};

/** Resources that are listed before their tags are read: enough for full calls, few enough that memory stays bounded. */
const LISTED = 500;
/** Resources that are described together: enough to keep the calls going, few enough to show the first ones soon. */
const DESCRIBED = 200;

/** Reads tags, describes resources only if a condition or the caller needs it, and yields the resources that match. */
export async function* readMatching(
  crosstag: ListTags & FindResources,
  request: MatchingRequest,
  options: CallOptions,
): AsyncGenerator<DetailedResource, void, undefined> {
  refuseUnknownOptions("readMatching", request, OPTIONS);
  const { conditions: given = {}, describe = false, now } = request;
  const conditions = compileConditions(given, now);
  const matching = readTags(crosstag, request, conditions, options);
  if (describe || conditions.needsDescription)
    for await (const chunk of inChunks(matching, DESCRIBED)) yield* describeChunk(crosstag, chunk, conditions, options);
  else for await (const entry of matching) if (entry.status === "failed" || conditions.matchesFacts(entry)) yield entry;
}

/** Resources whose tags match, and those whose tags could not be read. */
async function* readTags(
  crosstag: ListTags & FindResources,
  {
    conditions: _conditions,
    describe: _describe,
    onUnknownAliases,
    onResources,
    now: _now,
    ...request
  }: MatchingRequest,
  conditions: CompiledConditions,
  options: CallOptions,
): AsyncGenerator<ResourceTags, void, undefined> {
  const aliases = request.aliases === true || conditions.needsAliases;
  for await (const read of readEach(crosstag, { ...request, aliases, onResources }, options)) {
    if (read.status === "read" && !conditions.matchesTags(new Map(Object.entries(read.tags)))) continue;
    yield withoutAliasesError(read, conditions, onUnknownAliases);
  }
}

type ReadingRequest = Omit<MatchingRequest, "conditions" | "describe" | "onUnknownAliases" | "now">;

/** Resources are read while they are listed, which needs memory for a few of them only. */
async function* readEach(
  crosstag: ListTags & FindResources,
  {
    resources,
    kinds,
    clouds,
    violations,
    isListed,
    isVisible,
    onUnlisted,
    onResources,
    aliases,
    ...reading
  }: ReadingRequest,
  options: CallOptions,
): AsyncGenerator<ResourceTags, void, undefined> {
  if (resources !== undefined) {
    onResources?.(resources.length);
    // `listTags` refuses an empty list.
    if (resources.length > 0) yield* crosstag.listTags({ ...reading, resources, aliases }, options);
    return;
  }
  // Aliases come with the list, so that each cloud is asked for them once.
  const finding = { kinds, clouds, violations, isListed, onUnlisted, aliases };
  for await (const listed of inChunks(crosstag.findResources(finding, options), LISTED)) {
    const chunk = isVisible === undefined ? listed : listed.filter(isVisible);
    if (chunk.length === 0) continue;
    onResources?.(chunk.length);
    const found = new Map(chunk.map((one) => [one.reference, one]));
    for await (const read of crosstag.listTags({ ...reading, resources: chunk }, options))
      yield read.status === "failed" ? read : { ...read, ...aliasesOf(found.get(read.resource)) };
  }
}

function aliasesOf({ aliases, aliasesError }: ResourceAliases = {}): ResourceAliases {
  return { ...(aliases !== undefined && { aliases }), ...(aliasesError !== undefined && { aliasesError }) };
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
  if (onUnknownAliases === undefined) return entry;
  onUnknownAliases(aliasesError);
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
