import { digitsOf, FilledRegions, simulatedTags, type SimulatedKeys } from "../../simulated-keys.ts";
import type { Secret } from "../secrets-manager/state/secret.ts";
import type { SecretAccount } from "../secrets-manager/state/secret-account.ts";
import { suffixOf } from "../secrets-manager/state/suffix.ts";
import type { RegionStore } from "../state/region-store.ts";

/** Fills regions with simulated secrets when they are first used, and empties unchanged ones. */
export class SimulatedSecrets {
  readonly #filled = new FilledRegions<RegionStore<Secret>>();

  /** Returns what fills the regions of an account. */
  filling(secrets: SimulatedKeys): (account: SecretAccount, region: RegionStore<Secret>) => void {
    return (account, region) => {
      for (let index = 0; index < secrets.perRegion; index += 1) {
        const place = { account: account.id, region: region.name, index };
        const tags = simulatedTags(secrets, place);
        account
          .create({
            region,
            name: `secret-${index}`,
            suffix: suffixOf(digitsOf(place)),
            existsSince: account.startedAt,
            tags: tags.size === 0 ? undefined : tags,
          })
          .settle();
      }
      region.changed = false;
      this.#filled.add(region, () => {
        if (!region.changed) region.empty();
      });
    };
  }
}
