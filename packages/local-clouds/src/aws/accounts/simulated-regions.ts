import { FilledRegions, type SimulatedKey, type SimulatedKeys } from "../../simulated-keys.ts";
import type { RegionStore } from "../state/region-store.ts";

/** Makes one simulated resource, the same each time. */
export type MakeSimulated<Account, Region> = (
  account: Account,
  region: Region,
  place: SimulatedKey,
  simulated: SimulatedKeys,
) => void;

/** Fills regions with simulated resources of one kind when they are first used, and empties unchanged ones. */
export class SimulatedRegions<Account extends { readonly id: string }, Region extends RegionStore<unknown>> {
  readonly #filled = new FilledRegions<Region>();
  readonly #make: MakeSimulated<Account, Region>;

  constructor(make: MakeSimulated<Account, Region>) {
    this.#make = make;
  }

  /** Returns what fills the regions of an account; undefined if nothing is simulated there. */
  filling(simulated: SimulatedKeys | undefined): ((account: Account, region: Region) => void) | undefined {
    if (simulated === undefined) return undefined;
    return (account, region) => {
      for (let index = 0; index < simulated.perRegion; index += 1) {
        this.#make(account, region, { account: account.id, region: region.name, index }, simulated);
      }
      region.changed = false;
      this.#filled.add(region, () => {
        if (!region.changed) region.empty();
      });
    };
  }
}
