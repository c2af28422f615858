import type { PlanEntry } from "@crosstag/core";
import type { Caller } from "../caller.ts";
import type { ResourcePlaces } from "./resource-places.ts";

/** The part of a plan's entry that permissions depend on. */
export type PermittedEntry =
  | Pick<Extract<PlanEntry, { action: "change" }>, "action" | "reference" | "set" | "remove">
  | Pick<Exclude<PlanEntry, { action: "change" }>, "action" | "reference">;

/**
 * Whether a caller may make what an entry of a plan makes: see, decide and start the plan it may only if this is so of every
 * entry.
 * @throws CrosstagError `access-denied` that names the missing permission
 */
export function allowPlanEntry(caller: Caller, places: ResourcePlaces, entry: PermittedEntry): void {
  const tagKeys = entry.action === "change" ? [...Object.keys(entry.set), ...entry.remove] : [];
  caller.allowChange(places.ofFullName(entry.reference), tagKeys);
}

/** Whether answers to a caller may have a resource, by its full name. */
export function maySeeResource(caller: Caller, places: ResourcePlaces, reference: string): boolean {
  return places.ofFullName(reference).every((place) => caller.maySee(place));
}
