import type {
  CallOptions,
  CloudName,
  CrosstagError,
  FindResources,
  FindResourcesRequest,
  FoundResource,
  ListTags,
  ListTagsRequest,
  ResourceAliases,
  ResourceInput,
  ResourceKind,
  ResourceTags,
  UnlistedResources,
} from "@crosstag/core";
import {
  factsOfDescription,
  factsOfReference,
  idOfShortName,
  inChunks,
  refuseUnknownOptions,
  type NamingCloud,
  type ResourceFacts,
} from "@crosstag/core/internal";
import type { CheckableResource } from "../check/checkable-resource.ts";
import type { Policy } from "../policy/policy.ts";
import type { CompiledWaivers } from "../waivers/compile-waivers.ts";
import { cloudNamesOf, tellsApart, type NamedClouds } from "./cloud-names-of.ts";
import { placeAliases } from "./place-aliases.ts";
import { TO_CHECK_OPTIONS } from "./to-check-options.ts";
import { Replicas } from "./replicas.ts";
import { policyNeeds, type PolicyNeeds } from "./policy-needs.ts";

/** A resource with its tags, or the reason why it cannot be checked. */
export type ResourceToCheck =
  | {
      /** The resource as it was read. */
      readonly resource: CheckableResource;
    }
  | {
      /** What is known of the resource. */
      readonly resource: Omit<CheckableResource, "tags">;
      /** Why it could not be read, or which fact is missing. */
      readonly error: {
        /** One of Crosstag's error codes. */
        readonly code: string;
        /** What is wrong, in a sentence. */
        readonly message: string;
      };
    };

/** The clouds to read: the result of `openCrosstag`. */
export interface ReadableClouds extends ListTags, FindResources, NamedClouds {}

/** What to read. */
export interface ResourcesToCheck {
  /** The policy that the resources will be checked against. It determines the facts that are needed. */
  readonly policy: Policy;
  /** Waivers, which can need more facts. Default: none. */
  readonly waivers?: CompiledWaivers | undefined;
  /** Only these resources. Default: everything that the clouds list. */
  readonly references?: readonly string[] | undefined;
  /** Only these kinds. Not together with `references`. Default: every kind. */
  readonly kinds?: readonly ResourceKind[] | undefined;
  /** Only these clouds, as `FindResourcesRequest.clouds`. Not together with `references`. Default: all. */
  readonly clouds?: readonly string[] | undefined;
  /** Which drivers to list, as `FindResourcesRequest.isListed`. Default: all. */
  readonly isListed?: FindResourcesRequest["isListed"];
  /** Whether the caller may see a resource that a cloud has listed. Default: all. */
  readonly isVisible?: ((resource: FoundResource) => boolean) | undefined;
  /** Read the state and the manager of each resource: one more call for each. Default: true. */
  readonly describe?: boolean | undefined;
  /** Read the aliases of keys for reports: one list for each cloud. Default: only if the policy compares them. */
  readonly aliases?: boolean | undefined;
  /** Called for each resource whose aliases could not be listed and are needed for reports only. Default: ignored. */
  readonly onUnknownAliases?: ((error: CrosstagError) => void) | undefined;
  /** Called for each cloud that cannot be listed, while the others are. Default: the first such error is thrown. */
  readonly onUnlisted?: ((unlisted: UnlistedResources) => void) | undefined;
  /** Called for each resource that a cloud has listed, long before its tags are read. Default: ignored. */
  readonly onFound?: (() => void) | undefined;
  /** Called for each resource that could not be described, although its tags could be read. Default: ignored. */
  readonly onUndescribed?: ((reference: string) => void) | undefined;
}

/** Resources that are listed before their tags are read: enough for full calls, without listing a large cloud at once. */
const CHUNK = 500;

/**
 * Reads the resources of the clouds with everything that a policy needs, one by one. A resource that cannot be read, or of
 * which a needed fact is not known, has an error instead of tags: it is never taken for a compliant one.
 * With descriptions, a listed replica that has its tags from a listed primary is left out: it counts there.
 * @param options as for every operation; failed calls are retried patiently by default
 * @throws CrosstagError as `listTags` and `findResources` do
 */
export async function* readResourcesToCheck(
  crosstag: ReadableClouds,
  request: ResourcesToCheck,
  options: CallOptions = {},
): AsyncGenerator<ResourceToCheck, void, undefined> {
  refuseUnknownOptions("readResourcesToCheck", request, TO_CHECK_OPTIONS);
  const needs = policyNeeds(request.policy, request.waivers);
  const patient: CallOptions = { ...options, retry: options.retry ?? "patient" };
  for await (const one of readEach(crosstag, request, needs, patient)) yield whereKnown(one, needs);
}

/** Returns the resource, or an error if a fact that a rule needs is not known. */
export function whereKnown(one: ResourceToCheck, { unknownOf }: PolicyNeeds): ResourceToCheck {
  if ("error" in one) return one;
  const fact = unknownOf(one.resource);
  if (fact === undefined) return one;
  const message = `A rule or a waiver selects by ${fact}, and the ${fact} of this resource is not known. Use the full name of the resource, or configure the ${fact} of its cloud.`;
  return { resource: one.resource, error: { code: "configuration", message } };
}

async function* readEach(
  crosstag: ReadableClouds,
  request: ResourcesToCheck,
  needs: PolicyNeeds,
  options: CallOptions,
): AsyncGenerator<ResourceToCheck, void, undefined> {
  const { references, kinds, clouds: named, describe = true, onUndescribed, onUnknownAliases, onUnlisted } = request;
  const withAliases = request.aliases === true || needs.aliasLists;
  const aliases = await resolveAliases(crosstag, placeAliases(crosstag, needs.aliases), options);
  yield* aliases.unresolved;
  const clouds = [...crosstag.drivers.values()];
  const namesOf = cloudNamesOf(crosstag);
  if (references !== undefined) {
    const seen = new Set<string>();
    if (references.length === 0) return;
    const listing = { resources: references, resolveAliases: true, aliases: withAliases };
    for await (const chunk of inChunks(crosstag.listTags(listing, options), CHUNK)) {
      // A resource that is named by its alias and by its id is one resource.
      const byReference = new Map(
        chunk.filter(({ reference }) => !seen.has(reference)).map((one) => [one.reference, one]),
      );
      for (const reference of byReference.keys()) seen.add(reference);
      const found = describe ? await describeNamed(crosstag, [...byReference.keys()], options) : undefined;
      for (const [reference, tags] of byReference) yield withKnownFacts(tags, found?.get(reference));
    }
    return;
  }
  const finding = { kinds, clouds: named, isListed: request.isListed, describe, aliases: withAliases, onUnlisted };
  const { isVisible = () => true } = request;
  const replicas = new Replicas();
  for await (const listed of inChunks(counted(crosstag.findResources(finding, options), request.onFound), CHUNK))
    yield* withTags(listed.filter((resource) => isVisible(resource) && !replicas.holds(resource)));
  yield* withTags(replicas.alone());

  async function* withTags(chunk: readonly FoundResource[]): AsyncGenerator<ResourceToCheck, void, undefined> {
    if (chunk.length === 0) return;
    const found = new Map(chunk.map((resource) => [resource.reference, resource]));
    const listing: ListTagsRequest = { resources: chunk, confirmExistence: false };
    for await (const tags of crosstag.listTags(listing, options)) yield withKnownFacts(tags, found.get(tags.resource));
  }

  /** With unknown facts, a rule that selects by them would not apply, and the resource would be compliant unchecked. */
  function withKnownFacts(tags: ResourceTags, about: FoundResource | undefined): ResourceToCheck {
    const { names, error: aliasesError } = knownAliases(tags, about, aliases.byReference.get(tags.reference));
    const one = toCheck(tags, { about, aliases: names, clouds, namesOf });
    const unclear = unclearCloud(one, namesOf, needs);
    if (unclear !== undefined) return unclear;
    if (tags.status !== "read") return one;
    if (aliasesError !== undefined && needs.aliasLists) return { resource: one.resource, error: plain(aliasesError) };
    if (aliasesError !== undefined) onUnknownAliases?.(aliasesError);
    if (about?.error === undefined) return one;
    if (needs.facts) return { resource: one.resource, error: plain(about.error) };
    onUndescribed?.(tags.reference);
    return one;
  }
}

async function* counted(
  resources: AsyncIterable<FoundResource>,
  onFound: ResourcesToCheck["onFound"],
): AsyncGenerator<FoundResource, void, undefined> {
  for await (const resource of resources) {
    onFound?.();
    yield resource;
  }
}

/** The listed aliases, and the aliases in scopes that the cloud has resolved; undefined if neither is known. */
function knownAliases(
  tags: ResourceTags,
  about: FoundResource | undefined,
  resolved: readonly string[] | undefined,
): { readonly names: readonly string[] | undefined; readonly error: CrosstagError | undefined } {
  // With the list of resources, or with the tags of named ones.
  const { aliases, aliasesError: error }: ResourceAliases = { ...about, ...(tags.status === "read" && tags) };
  if (aliases === undefined && resolved === undefined) return { names: undefined, error };
  return { names: [...new Set([...(aliases ?? []), ...(resolved ?? [])])], error };
}

/** With an unknown cloud, a rule that selects by it would not apply, and the resource would be compliant unchecked. */
function unclearCloud(
  one: ResourceToCheck,
  namesOf: ReturnType<typeof cloudNamesOf>,
  { clouds }: PolicyNeeds,
): ResourceToCheck | undefined {
  const { resource } = one;
  if ("error" in one || resource.cloud !== undefined || resource.managedBy === "cloud") return undefined;
  const names = namesOf(resource);
  if (!tellsApart(clouds, resource.provider, names)) return undefined;
  const entries = [...new Set(names.map(({ entry }) => entry))].join(", ");
  const message = `A rule or a waiver selects by configured cloud, and this resource can be in several: ${entries}. Configure the account of each.`;
  return { resource, error: { code: "configuration", message } };
}

async function describeNamed(
  crosstag: ReadableClouds,
  references: readonly string[],
  options: CallOptions,
): Promise<ReadonlyMap<string, FoundResource>> {
  const found = new Map<string, FoundResource>();
  if (references.length === 0) return found;
  const request = { resources: references, describe: true };
  for await (const resource of crosstag.findResources(request, options)) found.set(resource.reference, resource);
  return found;
}

interface KnownFacts {
  readonly about: FoundResource | undefined;
  readonly aliases: readonly string[] | undefined;
  readonly clouds: readonly NamingCloud[];
  readonly namesOf: ReturnType<typeof cloudNamesOf>;
}

function toCheck(tags: ResourceTags, { about, aliases, clouds, namesOf }: KnownFacts): ResourceToCheck {
  const { reference, provider, kind } = tags;
  const facts = factsOfReference(clouds, reference);
  const { description, region = facts?.region } = about ?? {};
  const account = facts?.account ?? description?.reference.account;
  const resource = {
    reference,
    provider,
    ...onlyCloud(namesOf({ provider, account, region })),
    kind,
    id: facts?.id ?? idOfShortName(clouds, reference),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...describedFacts(description),
    ...(aliases !== undefined && { aliases }),
  };
  if (tags.status === "read") return { resource: { ...resource, tags: new Map(Object.entries(tags.tags)) } };
  // If its tags cannot be read because the cloud manages it, it cannot be tagged either.
  if (resource.managedBy === "cloud") return { resource: { ...resource, tags: new Map() } };
  return { resource, error: plain(tags.error) };
}

function onlyCloud([cloud, ...others]: readonly CloudName[]): Pick<CheckableResource, "cloud"> {
  return cloud === undefined || others.length > 0 ? {} : { cloud };
}

function describedFacts(
  description: FoundResource["description"],
): ResourceFacts & Pick<CheckableResource, "description"> {
  if (description === undefined) return {};
  const { description: text } = description;
  return { ...factsOfDescription(description), ...(text !== undefined && { description: text }) };
}

interface Aliases {
  /** Names of aliases by the reference of their key. */
  readonly byReference: ReadonlyMap<string, readonly string[]>;
  readonly unresolved: readonly ResourceToCheck[];
}

async function resolveAliases(
  crosstag: ReadableClouds,
  names: readonly ResourceInput[],
  options: CallOptions,
): Promise<Aliases> {
  const byReference = new Map<string, string[]>();
  const unresolved: ResourceToCheck[] = [];
  if (names.length === 0) return { byReference, unresolved };
  const request: ListTagsRequest = { resources: names, resolveAliases: true };
  for await (const tags of crosstag.listTags(request, options)) {
    const { resource: alias, reference, provider, kind } = tags;
    if (tags.status === "read") byReference.set(reference, [...(byReference.get(reference) ?? []), alias]);
    else unresolved.push({ resource: { reference: alias, provider, kind, id: alias }, error: plain(tags.error) });
  }
  return { byReference, unresolved };
}

function plain({ code, message }: CrosstagError): { readonly code: string; readonly message: string } {
  return { code, message };
}
