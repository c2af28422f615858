import type { OpenedCrosstag } from "@crosstag/clouds";
import type { Caller, ResourcePlace } from "../caller.ts";
import type { ServiceContext } from "../service-context.ts";
import { placeOfDriver } from "./place-of-driver.ts";

/** What of the clouds a caller may see. */
export interface Visible {
  /** Whether the caller may see the resource with this full name. */
  resource(reference: string): boolean;
  /** Whether the caller may see an opened cloud. @param name its name, or that of its entry */
  cloud(name: string): boolean;
}

/** Returns what a caller may see. */
export function visibleTo(caller: Caller, { crosstag, state }: Pick<ServiceContext, "crosstag" | "state">): Visible {
  const mayBeSeen = (some: readonly ResourcePlace[]) => some.every((place) => caller.maySee(place));
  return {
    resource: (reference) => mayBeSeen(state.places.ofFullName(reference)),
    cloud: (name) => mayBeSeen(placesOfCloud(name, crosstag)),
  };
}

function placesOfCloud(name: string, crosstag: OpenedCrosstag): readonly ResourcePlace[] {
  const driver = crosstag.drivers.get(name);
  if (driver !== undefined) return [placeOfDriver(name, driver, crosstag)];
  const named = [...crosstag.drivers].filter(([, { provider }]) => provider === name);
  return named.map(([own, one]) => placeOfDriver(own, one, crosstag));
}
