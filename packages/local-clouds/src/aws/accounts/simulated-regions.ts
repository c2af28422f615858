import { createHash } from "node:crypto";
import type { AwsAccount } from "../state/aws-account.ts";
import type { AwsRegion } from "../state/aws-region.ts";
import { symmetricDefault } from "../state/key-specs.ts";
import type { SimulatedKeys } from "./account-scene.ts";

/** How many regions keep keys that can be made again. 200 regions of 100 keys use about 30 MB. */
const keptRegions = 200;
const teams = ["payments", "platform", "data", "web", "security"];

/**
 * Fills regions with keys when they are first used, and empties the ones filled longest ago, so that thousands of regions
 * fit into memory. The keys of a region are a function of account, region and index. A region that was changed is kept.
 */
export class SimulatedRegions {
  /** In the order of their filling. */
  readonly #filled = new Set<AwsRegion>();

  /** Returns what fills the regions of an account. */
  filling(keys: SimulatedKeys): (account: AwsAccount, region: AwsRegion) => void {
    return (account, region) => {
      for (let index = 0; index < keys.perRegion; index += 1) makeKey(account, region, index, keys);
      region.changed = false;
      this.#filled.add(region);
      if (this.#filled.size > keptRegions) this.#emptyOldest();
    };
  }

  #emptyOldest(): void {
    for (const region of this.#filled) {
      this.#filled.delete(region);
      if (region.changed) continue;
      region.empty();
      return;
    }
  }
}

function makeKey(account: AwsAccount, region: AwsRegion, index: number, { tagsOf = usualTags }: SimulatedKeys): void {
  const digits = createHash("sha256").update(`${account.id} ${region.name} ${index}`).digest("hex");
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
    tags: new Map(Object.entries(tagsOf({ account: account.id, region: region.name, index }))),
  });
  key.created.settle(true);
}

function usualTags({ index }: { readonly index: number }): Readonly<Record<string, string>> {
  return index % 10 === 9 ? {} : { team: teams[index % teams.length] ?? "" };
}
