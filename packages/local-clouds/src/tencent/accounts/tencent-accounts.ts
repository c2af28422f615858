import { DueStore } from "../../state/due-store.ts";
import { ImportParameters } from "../../state/import-parameters.ts";
import { digitsOf, FilledRegions, simulatedTags, type SimulatedKeys } from "../../simulated-keys.ts";
import type { CloudContext } from "../service/context.ts";
import { makeKey } from "../service/make.ts";
import type { RegionState } from "../state/region-state.ts";
import type { TencentRole } from "../state/role.ts";
import { TagCatalog } from "../state/tag-catalog.ts";
import type { TencentAccountScene, TencentRoleScene } from "./account-scene.ts";
import { checkAccountScene } from "./check-account-scene.ts";

/** An account with all its defaults. */
export interface TencentAccount extends Required<Omit<TencentAccountScene, "keys" | "roles">> {
  readonly roles: readonly TencentRole[];
  readonly keys: SimulatedKeys | undefined;
  /** The tags that exist in the account. */
  readonly catalog: TagCatalog;
}

const smallestAppId = 1_250_000_000;
const firstRoleId = "4611686018427";

/** The accounts of a cloud, and what each has by region: the cloud's own account, and the accounts that were added. */
export class TencentAccounts {
  readonly #ownId: string;
  readonly #context: CloudContext;
  readonly #startedAt: number;
  readonly #byId = new Map<string, TencentAccount>();
  /** By account and region. */
  readonly #states = new Map<string, RegionState>();
  readonly #filled = new FilledRegions<string>();

  constructor(ownId: string, context: CloudContext) {
    this.#ownId = ownId;
    this.#context = context;
    this.#startedAt = context.clock.now();
    this.#put({ id: ownId });
  }

  /** The account of credentials that name no other. */
  get own(): TencentAccount {
    return this.get(this.#ownId);
  }

  /** Adds an account, or changes the given fields of the account with the same number. */
  add(scene: TencentAccountScene, place = "accounts.add"): void {
    checkAccountScene(scene, place);
    this.#put(scene);
  }

  /** Removes an account, with everything in it. */
  remove(id: string): void {
    if (id === this.#ownId) throw new TypeError(`${id} is the cloud's own account, which cannot be removed.`);
    this.#byId.delete(id);
    for (const name of this.#states.keys()) if (name.startsWith(`${id} `)) this.#states.delete(name);
  }

  /** In the order in which they were added; the cloud's own account is the first. */
  list(): readonly TencentAccount[] {
    return [...this.#byId.values()];
  }

  /** The account with a number; undefined if the cloud does not have it. */
  find(id: string): TencentAccount | undefined {
    return this.#byId.get(id);
  }

  /** The account with a number. Throws a `TypeError` if the cloud does not have it. */
  get(id: string): TencentAccount {
    const found = this.#byId.get(id);
    if (found !== undefined) return found;
    throw new TypeError(`No account "${id}": the cloud has ${[...this.#byId.keys()].join(", ")}.`);
  }

  /** What an account has in a region, as of now. It can be forgotten and made again unless `changes` is true. */
  stateOf(id: string, region: string, changes: boolean): RegionState {
    const name = `${id} ${region}`;
    const state = this.#states.get(name) ?? this.#newState(name, this.get(id), region);
    if (changes) this.#filled.keep(name);
    const now = this.#context.clock.now();
    state.keys.settle(now);
    state.secrets.settle(now);
    return state;
  }

  #newState(name: string, { id, keys, catalog }: TencentAccount, region: string): RegionState {
    const { consistency } = this.#context;
    const state: RegionState = {
      region,
      account: id,
      keys: new DueStore(consistency),
      secrets: new DueStore(consistency),
      imports: new ImportParameters(),
    };
    this.#states.set(name, state);
    if (keys === undefined) return state;
    for (let index = 0; index < keys.perRegion; index += 1) {
      const place = { account: id, region, index };
      const tags = simulatedTags(keys, place);
      const keyId = uuidOf(digitsOf(place));
      const key = makeKey(this.#context, state, {
        id: keyId,
        origin: "TENCENT_KMS",
        usage: "ENCRYPT_DECRYPT",
        alias: keyId,
        description: "",
        creatorUin: id,
        owner: "user",
        existsSince: this.#startedAt,
        tags,
      });
      key.visible.settle(true);
      catalog.note(tags);
    }
    this.#filled.add(name, () => {
      this.#states.delete(name);
    });
    return state;
  }

  #put({ roles, ...scene }: TencentAccountScene): void {
    const before = this.#byId.get(scene.id);
    const { tagKeysPerAccount, valuesPerTagKey } = this.#context.settings;
    this.#byId.set(scene.id, {
      appId: smallestAppId + this.#byId.size,
      suspended: false,
      roles: [],
      quotas: {},
      keys: undefined,
      catalog: new TagCatalog(tagKeysPerAccount, valuesPerTagKey),
      ...before,
      ...scene,
      ...(roles !== undefined && { roles: roles.map((role, index) => this.#roleOf(role, index)) }),
    });
  }

  #roleOf(given: string | TencentRoleScene, index: number): TencentRole {
    const { name, trusts = [this.#ownId], externalId } = typeof given === "string" ? { name: given } : given;
    return { id: `${firstRoleId}${String(index + 1).padStart(6, "0")}`, name, trusts, externalId };
  }
}

function uuidOf(digits: string): string {
  const [part, variant] = [digits.slice(0, 8), digits.slice(8, 12)];
  return `${part}-${variant}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
