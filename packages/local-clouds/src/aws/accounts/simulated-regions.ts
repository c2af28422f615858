import { digitsOf, FilledRegions, simulatedTags, type SimulatedKeys } from "../../simulated-keys.ts";
import type { AwsAccount } from "../state/aws-account.ts";
import type { AwsRegion } from "../state/aws-region.ts";
import { symmetricDefault } from "../state/key-specs.ts";

/** Fills regions with simulated keys when they are first used, and empties unchanged ones. */
export class SimulatedRegions {
  readonly #filled = new FilledRegions<AwsRegion>();

  /** Returns what fills the regions of an account. */
  filling(keys: SimulatedKeys): (account: AwsAccount, region: AwsRegion) => void {
    return (account, region) => {
      for (let index = 0; index < keys.perRegion; index += 1) makeKey(account, region, index, keys);
      region.changed = false;
      this.#filled.add(region, () => {
        if (!region.changed) region.empty();
      });
    };
  }
}

function makeKey(account: AwsAccount, region: AwsRegion, index: number, keys: SimulatedKeys): void {
  const place = { account: account.id, region: region.name, index };
  const digits = digitsOf(place);
  const key = account.createKey({
    region,
    id: `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`,
    materialId: digits,
    origin: "AWS_KMS",
    keySpec: symmetricDefault,
    keyUsage: "ENCRYPT_DECRYPT",
    description: "",
    manager: "CUSTOMER",
    existsSince: account.startedAt,
    tags: simulatedTags(keys, place),
  });
  key.created.settle(true);
}
