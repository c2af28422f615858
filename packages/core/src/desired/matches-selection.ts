import type { ResourceState } from "../model/resource-description.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { Selection } from "./desired-state.ts";
import { matchesGlob } from "./matches-glob.ts";

/** The facts of a resource that a selection compares, besides its name. */
export interface SelectableResource {
  readonly provider: string;
  readonly region: string;
  readonly kind: ResourceKind;
  readonly tags: TagSet;
  /** Absent if the state was not read, or if the cloud does not report it: then no selection by state matches. */
  readonly state?: ResourceState;
}

/** Whether a selection can hold for resources of this cloud, region and kind at all. */
export function mayMatch(
  { clouds, regions, kinds }: Selection,
  { provider, region, kind }: Pick<SelectableResource, "provider" | "region" | "kind">,
): boolean {
  return (
    (clouds === undefined || clouds.includes(provider)) &&
    (regions === undefined || regions.includes(region)) &&
    (kinds === undefined || kinds.includes(kind))
  );
}

/** Whether everything but the names holds. */
export function matchesSelection(selection: Selection, resource: SelectableResource): boolean {
  const { states, tags } = selection;
  if (!mayMatch(selection, resource)) return false;
  if (states !== undefined && (resource.state === undefined || !states.includes(resource.state))) return false;
  return (
    tags === undefined || Object.entries(tags).every(([key, wanted]) => matchesTag(resource.tags.get(key), wanted))
  );
}

function matchesTag(value: string | undefined, wanted: string | readonly string[] | boolean): boolean {
  if (typeof wanted === "boolean") return (value !== undefined) === wanted;
  if (value === undefined) return false;
  const globs = typeof wanted === "string" ? [wanted] : wanted;
  return globs.some((glob) => matchesGlob(glob, value));
}
