import { CrosstagError, type Plan } from "@crosstag/core";
import { changedKeys } from "@crosstag/core/internal";
import type { ResourcePlaces } from "../access/resource-places.ts";
import type { Caller, ResourcePlace } from "../caller.ts";

/** What a plan is about, in the words of permissions. */
export interface PlanReach {
  readonly places: readonly ResourcePlace[];
  /** The tag keys that it changes. */
  readonly tagKeys: readonly string[];
}

/** Goes through a plan once. */
export async function planReach(
  plan: Pick<Plan, "entries">,
  { ofFullName }: Pick<ResourcePlaces, "ofFullName">,
): Promise<PlanReach> {
  const places = new Set<ResourcePlace>();
  const tagKeys = new Set<string>();
  for await (const entry of plan.entries()) {
    for (const place of ofFullName(entry.reference)) places.add(place);
    if (entry.action !== "change") continue;
    for (const key of changedKeys(entry)) tagKeys.add(key);
  }
  return { places: [...places], tagKeys: [...tagKeys] };
}

/**
 * A plan is for callers who may make all of its changes: to see it, to decide about it and to start it.
 * @throws CrosstagError `access-denied` that names the missing permission
 */
export function allowReach(caller: Caller, { places, tagKeys }: PlanReach): void {
  caller.allowChange(places, tagKeys);
}

/** Whether the plan is for the caller. */
export function isAllowed(caller: Caller, reach: PlanReach): boolean {
  try {
    allowReach(caller, reach);
    return true;
  } catch (error) {
    if (CrosstagError.is(error) && error.code === "access-denied") return false;
    throw error;
  }
}
