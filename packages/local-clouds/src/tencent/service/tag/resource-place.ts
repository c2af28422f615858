import type { TaggedResource } from "../../state/resource.ts";
import type { CallContext } from "../context.ts";
import {
  malformedName,
  otherAccount,
  regionInvalid,
  resourcePrefixInvalid,
  serviceTypeInvalid,
  unknownResource,
  unsupportedService,
} from "./errors.ts";

/** Where the Tag service looks for a resource. */
export interface ResourcePlace {
  /** The third segment of the name. */
  readonly service: string;
  readonly region: string;
  /** The number of the account; undefined if the name leaves it out, which means the caller's. */
  readonly account: string | undefined;
  /** The last segment up to its first slash. */
  readonly prefix: string;
  /** The rest of the last segment. */
  readonly resourceId: string;
}

const form = /^qcs:[^:]*:([^:]+):([^:]*):(?:uin\/(\d*))?:([^/]+)\/(.+)$/;

/** The kinds of resources with tags, by service and prefix. */
const stores: Readonly<Record<string, Readonly<Record<string, "keys" | "secrets">>>> = {
  kms: { key: "keys" },
  ssm: { secret: "secrets" },
};

/** Reads a name in six segments. Throws the refusal if it has another form. */
export function placeOf(name: string): ResourcePlace {
  const [, service, region, account, prefix, resourceId] = form.exec(name) ?? [];
  if (service === undefined || region === undefined || prefix === undefined || resourceId === undefined) {
    throw malformedName();
  }
  return { service, region, account: account === "" ? undefined : account, prefix, resourceId };
}

/** The resource at a place that a call changes. Throws the refusal if there is none. */
export function resourceToChange(place: ResourcePlace, context: CallContext): TaggedResource {
  const { account, regions, settings } = context;
  const kinds = stores[place.service];
  if (kinds === undefined) throw unsupportedService();
  if ((place.account ?? account) !== account) throw otherAccount(settings.otherAccountCode);
  const kind = kinds[place.prefix];
  if (kind === undefined) throw malformedName();
  if (!regions.includes(place.region)) throw regionInvalid();
  const resource = context.regionState(place.region)[kind].find(idOf(place));
  if (resource?.resourceId !== place.resourceId) throw unknownResource(settings.unknownResourceCode);
  return resource;
}

/** The resource at a place that a call reads; undefined if there is none. */
export function resourceToRead(place: ResourcePlace, context: CallContext): TaggedResource | undefined {
  const { account, regions } = context;
  const kind = stores[place.service]?.[place.prefix];
  if (kind === undefined || !regions.includes(place.region) || (place.account ?? account) !== account) return undefined;
  const resource = context.regionState(place.region)[kind].findVisible(idOf(place));
  return resource?.resourceId === place.resourceId ? resource : undefined;
}

/** The id in a key's or secret's `creatorUin/CREATOR/ID`. */
function idOf({ resourceId }: ResourcePlace): string {
  return resourceId.slice(resourceId.lastIndexOf("/") + 1);
}

/** Refuses a service, prefix or region in which no resource can be. */
export function checkPlaces(
  { service, prefix, region }: Omit<ResourcePlace, "resourceId">,
  { regions }: CallContext,
): void {
  const prefixes = stores[service];
  if (prefixes === undefined) throw serviceTypeInvalid();
  if (prefixes[prefix] === undefined) throw resourcePrefixInvalid();
  if (!regions.includes(region)) throw regionInvalid();
}
