import { nameUnlisted } from "@crosstag/clouds";
import type { UnlistedResources } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { maySeeDriver, maySeeResource } from "../access/may-see-resource.ts";
import type { Caller } from "../caller.ts";
import type { ServiceContext } from "../service-context.ts";

/** What of the clouds a caller may see. */
export interface Visible {
  /** Whether the caller may see the resource with this full name. */
  resource(reference: string): boolean;
  /** Whether the caller may see any resource of a driver. */
  driver(driver: KmsDriver): boolean;
  /** Whether the caller may know that these resources could not be listed. */
  unlisted(one: UnlistedResources): boolean;
  /** Whether the caller may see every account of an entry for many clouds. */
  entry(entry: string, provider: string): boolean;
}

/** Returns what a caller may see. */
export function visibleTo(caller: Caller, { crosstag, state }: Pick<ServiceContext, "crosstag" | "state">): Visible {
  return {
    driver: (driver) => maySeeDriver(caller, state.places, driver),
    resource: (reference) => maySeeResource(caller, state.places, reference),
    unlisted: (one) => {
      const { provider, account } = one;
      return caller.maySee({ provider, cloudNames: namesAround(nameUnlisted(one, { crosstag })), account });
    },
    entry: (entry, provider) => caller.maySee({ provider, cloudNames: [entry] }),
  };
}

/** `production/111122223333/us-east-1` is also a part of `production/111122223333` and of `production`. */
function namesAround(name: string): readonly string[] {
  const parts = name.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
