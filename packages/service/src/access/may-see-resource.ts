import type { KmsDriver } from "@crosstag/core/driver";
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

/** Whether answers to a caller may have any resource of a driver, so that it is worth asking. */
export function maySeeDriver(
  caller: Pick<Caller, "maySee">,
  { ofDriver }: Pick<ResourcePlaces, "ofDriver">,
  driver: KmsDriver,
): boolean {
  return ofDriver(driver).every(({ account, ...place }) =>
    // The account of some is known only when they are asked.
    caller.maySee(account === undefined ? { ...place, anyAccount: true } : { ...place, account }),
  );
}
