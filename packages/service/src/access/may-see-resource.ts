import type { Caller } from "../caller.ts";
import type { ResourcePlaces } from "./resource-places.ts";

/** Whether answers to a caller may have a resource, by its full name. */
export function maySeeResource(
  caller: Pick<Caller, "maySee">,
  { ofFullName }: Pick<ResourcePlaces, "ofFullName">,
  reference: string,
): boolean {
  return ofFullName(reference).every((place) => caller.maySee(place));
}
