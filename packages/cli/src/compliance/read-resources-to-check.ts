import type { CheckableResource } from "@crosstag/compliance";
import { factsOfReference, idOfShortName, type NamingCloud } from "@crosstag/core/internal";
import type {
  CrosstagError,
  FoundResource,
  ListTagsRequest,
  ResourceInput,
  ResourceKind,
  ResourceTags,
  UnlistedResources,
} from "@crosstag/core";
import type { OpenedCrosstag } from "@crosstag/clouds";
import type { PolicyNeeds } from "./policy-needs.ts";

/** A resource with its tags, or the reason why it could not be read. */
export type ResourceToCheck =
  | { readonly resource: CheckableResource }
  | {
      readonly resource: Omit<CheckableResource, "tags">;
      readonly error: { readonly code: string; readonly message: string };
    };

export interface ResourcesToCheck {
  /** Absent: everything that the selected clouds list. */
  readonly references?: readonly string[];
  readonly kinds?: readonly ResourceKind[];
  /** Whether to read the state and manager of each resource: one more read per resource. */
  readonly describe: boolean;
  readonly needs: PolicyNeeds;
  /** Called for clouds that cannot be listed, while others are; absent: the first one ends the reading. */
  readonly onUnlisted?: (unlisted: UnlistedResources) => void;
  /** Called once for each resource that could not be described, while its tags could be read. */
  readonly onUndescribed?: (reference: string) => void;
}

/** Resources that are listed before their tags are read: enough for full calls, without listing a large cloud at once. */
const CHUNK = 2_000;

/** The requested resources, one by one as they are read. */
export async function* readResourcesToCheck(
  crosstag: OpenedCrosstag,
  request: ResourcesToCheck,
  signal: AbortSignal,
): AsyncGenerator<ResourceToCheck, void, undefined> {
  for await (const one of readEach(crosstag, request, signal)) yield whereKnown(one, request.needs);
}

/** The resource, or an error if a fact that a rule needs is not known. */
export function whereKnown(one: ResourceToCheck, { unknownOf }: PolicyNeeds): ResourceToCheck {
  if ("error" in one) return one;
  const fact = unknownOf(one.resource);
  if (fact === undefined) return one;
  const message = `A rule or a waiver selects by ${fact}, and the ${fact} of this resource is not known. Use the full name of the resource, or configure the ${fact} of its cloud.`;
  return { resource: one.resource, error: { code: "configuration", message } };
}

async function* readEach(
  crosstag: OpenedCrosstag,
  { references, kinds, describe, needs, onUndescribed, onUnlisted }: ResourcesToCheck,
  signal: AbortSignal,
): AsyncGenerator<ResourceToCheck, void, undefined> {
  const aliases = await resolveAliases(crosstag, needs.aliases, signal);
  yield* aliases.unresolved;
  const clouds = [...crosstag.drivers.values()];
  const read = (names: readonly ResourceInput[], confirmExistence: boolean) => {
    const request: ListTagsRequest = { resources: names, confirmExistence, resolveAliases: true };
    return crosstag.listTags(request, { signal, retry: "patient" });
  };
  if (references !== undefined) {
    const seen = new Set<string>();
    for (let from = 0; from < references.length; from += CHUNK) {
      const named = references.slice(from, from + CHUNK);
      // A resource that is named by its alias and by its id is one resource.
      const byReference = new Map<string, ResourceTags>();
      for await (const tags of read(named, true)) if (!seen.has(tags.reference)) byReference.set(tags.reference, tags);
      for (const reference of byReference.keys()) seen.add(reference);
      const found = describe ? await describeNamed(crosstag, [...byReference.keys()], signal) : undefined;
      for (const [reference, tags] of byReference) yield withoutUnknownState(tags, found?.get(reference));
    }
    return;
  }
  for await (const chunk of inChunks(crosstag, { kinds, describe, onUnlisted }, signal)) {
    const found = new Map(chunk.map((resource) => [resource.reference, resource]));
    for await (const tags of read(chunk, false)) yield withoutUnknownState(tags, found.get(tags.resource));
  }

  function withoutUnknownState(tags: ResourceTags, about: FoundResource | undefined): ResourceToCheck {
    const one = toCheck(tags, { about, aliases: aliases.byReference.get(tags.reference), clouds });
    if (about?.error === undefined || tags.status !== "read") return one;
    // With an unknown state, a rule that selects by state would not apply, and the resource would be compliant unchecked.
    if (needs.states) return { resource: one.resource, error: plain(about.error) };
    onUndescribed?.(tags.reference);
    return one;
  }
}

async function describeNamed(
  crosstag: OpenedCrosstag,
  references: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FoundResource>> {
  const found = new Map<string, FoundResource>();
  if (references.length === 0) return found;
  const request = { resources: references, describe: true };
  for await (const resource of crosstag.findResources(request, { signal, retry: "patient" }))
    found.set(resource.reference, resource);
  return found;
}

async function* inChunks(
  crosstag: OpenedCrosstag,
  {
    kinds,
    describe,
    onUnlisted,
  }: Pick<ResourcesToCheck, "describe"> & {
    readonly kinds: ResourcesToCheck["kinds"] | undefined;
    readonly onUnlisted: ResourcesToCheck["onUnlisted"] | undefined;
  },
  signal: AbortSignal,
): AsyncGenerator<readonly FoundResource[], void, undefined> {
  let chunk: FoundResource[] = [];
  const request = {
    describe,
    ...(kinds !== undefined && { kinds }),
    ...(onUnlisted !== undefined && { onUnlisted }),
  };
  for await (const found of crosstag.findResources(request, { signal, retry: "patient" })) {
    chunk.push(found);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

interface KnownFacts {
  readonly about: FoundResource | undefined;
  readonly aliases: readonly string[] | undefined;
  readonly clouds: readonly NamingCloud[];
}

function toCheck(tags: ResourceTags, { about, aliases, clouds }: KnownFacts): ResourceToCheck {
  const { reference, provider, kind } = tags;
  const facts = factsOfReference(clouds, reference);
  const { description, region = facts?.region } = about ?? {};
  const account = facts?.account ?? description?.reference.account;
  const resource = {
    reference,
    provider,
    kind,
    id: facts?.id ?? idOfShortName(reference),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(description !== undefined && { state: description.state, managedBy: description.managedBy }),
    ...(aliases !== undefined && { aliases }),
  };
  if (tags.status === "read") return { resource: { ...resource, tags: new Map(Object.entries(tags.tags)) } };
  // If its tags cannot be read because the cloud manages it, it cannot be tagged either.
  if (resource.managedBy === "cloud") return { resource: { ...resource, tags: new Map() } };
  return { resource, error: plain(tags.error) };
}

interface Aliases {
  /** Names of aliases by the reference of their key. */
  readonly byReference: ReadonlyMap<string, readonly string[]>;
  readonly unresolved: readonly ResourceToCheck[];
}

async function resolveAliases(
  crosstag: OpenedCrosstag,
  names: readonly ResourceInput[],
  signal: AbortSignal,
): Promise<Aliases> {
  const byReference = new Map<string, string[]>();
  const unresolved: ResourceToCheck[] = [];
  if (names.length === 0) return { byReference, unresolved };
  const request: ListTagsRequest = { resources: names, resolveAliases: true };
  for await (const tags of crosstag.listTags(request, { signal, retry: "patient" })) {
    const { resource: alias, reference, provider, kind } = tags;
    if (tags.status === "read") byReference.set(reference, [...(byReference.get(reference) ?? []), alias]);
    else unresolved.push({ resource: { reference: alias, provider, kind, id: alias }, error: plain(tags.error) });
  }
  return { byReference, unresolved };
}

function plain({ code, message }: CrosstagError): { readonly code: string; readonly message: string } {
  return { code, message };
}
