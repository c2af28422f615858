import type { ResourceState } from "../model/resource-description.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { Selection } from "./desired-state.ts";
import { compileTagConditions } from "./matches-glob.ts";
import type { TagConditions } from "./matches-glob.ts";

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
  return tags === undefined || conditionsOf(tags)(resource.tags);
}

// Asked for with every resource; selections do not change.
const compiled = new WeakMap<TagConditions, ReturnType<typeof compileTagConditions>>();

function conditionsOf(tags: TagConditions): ReturnType<typeof compileTagConditions> {
  let test = compiled.get(tags);
  if (test === undefined) compiled.set(tags, (test = compileTagConditions(tags)));
  return test;
}
