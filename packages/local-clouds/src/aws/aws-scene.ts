import { refuseUnknownFields, type FieldsOf } from "../known-fields.ts";
import type { AwsAccount } from "./state/aws-account.ts";
import type { AwsRegion } from "./state/aws-region.ts";
import { materialIdOf, type MaterialRole } from "./state/key-material.ts";
import { withMaterial, type KeyState } from "./state/key-status.ts";
import type { KeyOrigin, KmsKey } from "./state/kms-key.ts";
import { namedRegion } from "./state/region-store.ts";
import { keySpecs, symmetricDefault } from "./state/key-specs.ts";

/** A key to create without a request. Everything has a default. */
export interface AwsKeyScene {
  /** Default: the first region. */
  readonly region?: string;
  /**
   * Default: generated. A UUID, or `mrk-` and 32 hexadecimal digits; not checked, so that odd ids can be tried; an id
   * that exists in the region throws a `TypeError`.
   */
  readonly keyId?: string;
  /** Default `AWS_KMS`. */
  readonly origin?: KeyOrigin;
  /** For origin `EXTERNAL`: whether material has been imported. Default true. */
  readonly imported?: boolean;
  /** Default `SYMMETRIC_DEFAULT`. */
  readonly keySpec?: string;
  /** Default: the first usage of the key spec. */
  readonly keyUsage?: string;
  /** Default: none. */
  readonly description?: string;
  /**
   * True: the primary of a multi-Region key; a region: a replica of the key whose primary is in that region. Default
   * false.
   */
  readonly multiRegion?: boolean | string;
  /** `AWS`: a key that AWS manages, which no caller can write. Default `CUSTOMER`. */
  readonly manager?: "AWS" | "CUSTOMER";
  /** Not checked against any rule, so that a test can set tags of the cloud itself. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The key policy. Stored and returned, never applied. Default: AWS's own. */
  readonly policy?: object;
  /** Default: derived from origin and material. */
  readonly state?: KeyState;
  /** Alias names, with `alias/`. */
  readonly aliases?: readonly string[];
}

export const awsKeyFields: FieldsOf<AwsKeyScene> = {
  region: true,
  keyId: true,
  origin: true,
  imported: true,
  keySpec: true,
  keyUsage: true,
  description: true,
  multiRegion: true,
  manager: true,
  tags: true,
  policy: true,
  state: true,
  aliases: true,
};

/** The names of a key. */
export interface AwsKeyName {
  /** The id of the key. */
  readonly keyId: string;
  /** The full name: `arn:aws:kms:REGION:ACCOUNT:key/ID`. */
  readonly arn: string;
  /** The region of the key. */
  readonly region: string;
}

/** The true state of a key, whatever eventual consistency shows of it. */
export interface AwsKeyTruth extends AwsKeyName {
  /** The state of the key. */
  readonly state: KeyState;
  /** The origin of the material. */
  readonly origin: KeyOrigin;
  /** The key spec. */
  readonly keySpec: string;
  /** Who manages the key. */
  readonly manager: "AWS" | "CUSTOMER";
  /** The tags of the key. */
  readonly tags: Readonly<Record<string, string>>;
  /** The materials of the key, deleted ones included. */
  readonly materials: readonly {
    readonly id: string;
    readonly role: MaterialRole;
    readonly imported: boolean;
  }[];
}

const thirtyDaysMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Sets and reads the true state of the keys of AWS KMS or QKMS without requests: no signature, quota, rule, log or
 * eventual consistency. A key is named by its id (in the first region, unless a region is given) or by its ARN.
 */
export class AwsKeys {
  readonly #accountNow: () => AwsAccount;

  /** `accountNow`: simulated resources that are added later begin an account anew. */
  constructor(accountNow: () => AwsAccount) {
    this.#accountNow = accountNow;
  }

  get #account(): AwsAccount {
    return this.#accountNow();
  }

  /** Creates a key. */
  createKey(scene: AwsKeyScene = {}): AwsKeyName {
    refuseUnknownFields(scene, "createKey", awsKeyFields);
    const region = this.#region(scene.region);
    const key = this.#account.createKey({
      region,
      id: this.#freeId(scene.keyId, region),
      ...keyOptions(scene, region),
    });
    key.created.settle(true);
    const name = nameOf(key);
    if (scene.origin === "EXTERNAL" && scene.imported !== false) this.importMaterial(name.arn);
    if (scene.state !== undefined) this.setState(name.arn, scene.state);
    for (const alias of scene.aliases ?? []) this.createAlias(alias, name.arn);
    return name;
  }

  #freeId(id: string | undefined, region: AwsRegion): string | undefined {
    const taken = id === undefined ? undefined : region.items.get(id);
    if (taken !== undefined && !this.#account.isGone(taken))
      throw new TypeError(`There is a key "${taken.identity.id}" in ${region.name} already.`);
    return id;
  }

  /** Creates `count` keys of the same kind. */
  addMany(count: number, scene: Omit<AwsKeyScene, "keyId" | "aliases"> = {}): AwsKeyName[] {
    return Array.from({ length: count }, () => this.createKey(scene));
  }

  /**
   * Creates an alias. Without a target: an alias that AWS reserves (`alias/aws/...`) for a key that it creates when the
   * alias is described.
   */
  createAlias(name: string, target?: string, region?: string): void {
    if (target === undefined) {
      this.#account.pointAlias(this.#region(region), name, undefined).target.settle(undefined);
      return;
    }
    const { identity } = this.#find(target, region);
    this.#account.pointAlias(this.#region(identity.region), name, identity.id).target.settle(identity.id);
  }

  /**
   * Puts material into a key of origin `EXTERNAL`, as an import would, and returns its id. The first material of the
   * key becomes current; other material waits for rotation.
   */
  importMaterial(
    key: string,
    material: { readonly bytes?: Uint8Array; readonly validTo?: number } = {},
    region?: string,
  ): string {
    const found = this.#find(key, region);
    const status = found.status.current;
    const id =
      material.bytes === undefined ? this.#account.newMaterialId() : materialIdOf(found.identity.id, material.bytes);
    const known = status.materials.find((candidate) => candidate.id === id);
    found.status.settle(
      withMaterial(status, {
        id,
        role: known?.role ?? (status.materials.length === 0 ? "CURRENT" : "PENDING_ROTATION"),
        imported: true,
        ...(material.validTo !== undefined && { validTo: material.validTo }),
      }),
    );
    return id;
  }

  /** The tags of a key. */
  tagsOf(key: string, region?: string): Record<string, string> {
    return Object.fromEntries(this.#find(key, region).tags.current);
  }

  /** Replaces all tags, as another program might. Every reader sees them immediately. */
  setTags(key: string, tags: Readonly<Record<string, string>>, region?: string): void {
    this.#find(key, region).tags.settle(new Map(Object.entries(tags)));
  }

  /**
   * Sets the last use of a key, an operation such as `Decrypt`, at a time in milliseconds since 1970; undefined: never.
   */
  setLastUsage(
    key: string,
    usage: { readonly operation: string; readonly at: number } | undefined,
    region?: string,
  ): void {
    this.#find(key, region).lastUsage = usage === undefined ? undefined : this.#account.useOf(usage);
  }

  /** Replaces the key policy. Every reader sees it immediately. */
  setPolicy(key: string, policy: object, region?: string): void {
    this.#find(key, region).policy.settle(JSON.stringify(policy));
  }

  /** Puts a key into a state, with what the state requires: material, no material, or a deletion in 30 days. */
  setState(key: string, state: KeyState, region?: string): void {
    const found = this.#find(key, region);
    const { deletionDate: _deletionDate, pendingWindowInDays: _days, ...kept } = found.status.current;
    const external = found.identity.origin === "EXTERNAL";
    const usable = state === "Enabled" || state === "Disabled";
    if (external && usable && kept.materials.length === 0) this.importMaterial(found.identity.arn);
    const materials = found.status.current.materials.map((material) =>
      external && (usable || state === "PendingImport") ? { ...material, imported: usable } : material,
    );
    found.status.settle({
      ...kept,
      state,
      materials,
      ...(state === "PendingDeletion" && { deletionDate: this.#account.clock.now() + thirtyDaysMs }),
    });
  }

  /** Deletes a key, as after its waiting period. Every reader sees it immediately. */
  removeKey(key: string, region?: string): void {
    const { status } = this.#find(key, region);
    status.settle({ ...status.current, state: "PendingDeletion", deletionDate: this.#account.clock.now() });
  }

  /** The true state of a key. */
  describe(key: string, region?: string): AwsKeyTruth {
    const found = this.#find(key, region);
    this.#account.settle(found);
    const { state, materials } = found.status.current;
    return {
      ...nameOf(found),
      state,
      origin: found.identity.origin,
      keySpec: found.identity.keySpec,
      manager: found.identity.manager,
      tags: Object.fromEntries(found.tags.current),
      materials: materials.map(({ id, role, imported }) => ({ id, role, imported })),
    };
  }

  /** All keys of a region, oldest first. */
  list(region?: string): AwsKeyName[] {
    const there = this.#region(region).list.filter((key) => !this.#account.isGone(key));
    return there.map((key) => nameOf(key));
  }

  #region(name: string | undefined): AwsRegion {
    return namedRegion(this.#account.regions, name);
  }

  #find(key: string, region: string | undefined): KmsKey {
    const parts = key.split(":");
    const [id, named] = key.startsWith("arn:") ? [parts[5]?.slice("key/".length) ?? "", parts[3]] : [key, region];
    const there = this.#region(named);
    const found = there.items.get(id);
    if (found === undefined) throw new TypeError(`No key "${key}" in ${there.name}.`);
    // The caller may change the key.
    there.changed = true;
    return found;
  }
}

function primaryRegionOf(multiRegion: boolean | string, own: AwsRegion): string | undefined {
  if (typeof multiRegion === "string") return multiRegion;
  return multiRegion ? own.name : undefined;
}

function nameOf({ identity }: KmsKey): AwsKeyName {
  return { keyId: identity.id, arn: identity.arn, region: identity.region };
}

function keyOptions(
  scene: AwsKeyScene,
  region: AwsRegion,
): Omit<Parameters<AwsAccount["createKey"]>[0], "region" | "id"> {
  const { keySpec = symmetricDefault, multiRegion = false, origin = "AWS_KMS", policy } = scene;
  const usages = keySpecs[keySpec]?.usages;
  if (usages === undefined) throw new TypeError(`No key spec "${keySpec}".`);
  return {
    origin,
    keySpec,
    keyUsage: scene.keyUsage ?? Object.keys(usages)[0] ?? "ENCRYPT_DECRYPT",
    description: scene.description ?? "",
    primaryRegion: primaryRegionOf(multiRegion, region),
    manager: scene.manager ?? "CUSTOMER",
    tags: new Map(Object.entries(scene.tags ?? {})),
    policy: policy === undefined ? undefined : JSON.stringify(policy),
  };
}
