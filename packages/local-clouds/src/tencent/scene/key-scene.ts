import { randomBytes } from "node:crypto";
import { refuseUnknownFields, type FieldsOf } from "../../known-fields.ts";
import { materialFingerprint } from "../../state/import-parameters.ts";
import { makeKey } from "../service/make.ts";
import type { Key, KeyFacts, KeyState } from "../state/key.ts";
import type { SceneContext } from "./scene-context.ts";
import { named, refuseTaken, tagScene, type TencentTags, type TencentTagScene } from "./tag-scene.ts";

/** A key to create without a request. Everything has a default. */
export interface TencentKeyScene {
  /** A UUID. Default: generated. An id that exists in the region throws a `TypeError`. */
  readonly keyId?: string;
  /** Default `TENCENT_KMS`. */
  readonly origin?: KeyFacts["origin"];
  /** For origin `EXTERNAL`: whether material has been imported. Default true. */
  readonly imported?: boolean;
  /** Default `ENCRYPT_DECRYPT`. Listings hide other keys unless they are asked for. */
  readonly keyUsage?: string;
  /** Default: the id. */
  readonly alias?: string;
  /** Default: none. */
  readonly description?: string;
  /** The number of the user who created it. Default: the main account. */
  readonly creatorUin?: string;
  /** `user`, or the product of the cloud that created it, such as `cos`. Default `user`. */
  readonly owner?: string;
  /** Products of the cloud that use the key, so that it cannot be deleted, nor its material. Default: none. */
  readonly usedBy?: readonly string[];
  /** Default: none. */
  readonly tags?: TencentTags;
  /** Default: derived from origin and material. */
  readonly state?: KeyState;
}

export const tencentKeyFields: FieldsOf<TencentKeyScene> = {
  keyId: true,
  origin: true,
  imported: true,
  keyUsage: true,
  alias: true,
  description: true,
  creatorUin: true,
  owner: true,
  usedBy: true,
  tags: true,
  state: true,
};

/** The names of a key. */
export interface TencentKeyName {
  /** The id of the key. */
  readonly keyId: string;
  /** The full name: `qcs::kms:REGION:uin/ACCOUNT:key/creatorUin/CREATOR/ID`. */
  readonly name: string;
}

/** The true state of a key, whatever eventual consistency shows of it. Times are milliseconds since 1970. */
export interface TencentKeyTruth extends TencentKeyName {
  /** The origin of the material. */
  readonly origin: KeyFacts["origin"];
  /** The state of the key. */
  readonly state: KeyState;
  /** The tags of the key. */
  readonly tags: TencentTags;
  /** Whether the key has material. */
  readonly hasMaterial: boolean;
  /** When the material expires; undefined if it does not. */
  readonly materialExpiresAt: number | undefined;
  /** When the key will be deleted; undefined if its deletion is not scheduled. */
  readonly deleteAt: number | undefined;
}

/** Sets and reads the true state of keys without requests: no signature, quota, rule, log or eventual consistency. */
export interface TencentKeys extends TencentTagScene {
  /** Creates a key. */
  createKey(scene?: TencentKeyScene): TencentKeyName;
  /** Creates `count` keys of the same kind. */
  addMany(count: number, scene?: Omit<TencentKeyScene, "keyId" | "alias">): TencentKeyName[];
  /**
   * Puts material into a key of origin `EXTERNAL`, as an import would. Only the bytes of the first material can be
   * imported again; without `bytes` they are random.
   */
  importMaterial(key: string, material?: { readonly bytes?: Uint8Array; readonly expiresAt?: number }): void;
  /** Deletes a key, as after its waiting period. */
  removeKey(key: string): void;
  /** Puts a key into a state, with what the state requires: material, no material, or a deletion in 30 days. */
  setState(key: string, state: KeyState): void;
  /** The true state of a key. */
  describe(key: string): TencentKeyTruth;
  /** All keys, oldest first. */
  list(): TencentKeyName[];
}

const thirtyDaysMs = 30 * 24 * 60 * 60 * 1000;

export function keyScene(context: SceneContext): TencentKeys {
  const createKey = (scene: TencentKeyScene = {}): TencentKeyName => createFrom(scene, context);
  const keys = () => context.here().keys;
  return {
    ...tagScene(context, (here) => here.keys),
    createKey,
    addMany: (count, scene) => Array.from({ length: count }, () => createKey(scene)),
    importMaterial: (name, material) => {
      const key = named(keys(), name);
      importMaterial(key, material);
      keys().noteDue(key);
    },
    removeKey: (name) => {
      keys().removeAll(new Set([named(keys(), name)]));
    },
    setState: (name, state) => {
      enterState(named(keys(), name), state, context);
    },
    describe: (name) => truthOf(named(keys(), name)),
    list: () => keys().inOrder.map(nameOf),
  };
}

function createFrom(scene: TencentKeyScene, context: SceneContext): TencentKeyName {
  refuseUnknownFields(scene, "createKey", tencentKeyFields);
  const here = context.here();
  const { keyId = context.identifiers.uuid("key"), origin = "TENCENT_KMS", tags = {} } = scene;
  refuseTaken(here.keys, keyId, here.region);
  const key = makeKey(context, here, {
    id: keyId,
    origin,
    usage: scene.keyUsage ?? "ENCRYPT_DECRYPT",
    alias: scene.alias ?? keyId,
    description: scene.description ?? "",
    creatorUin: scene.creatorUin ?? here.account,
    owner: scene.owner ?? "user",
    tags: new Map(Object.entries(tags)),
  });
  key.usedBy = scene.usedBy ?? [];
  key.visible.settle(true);
  context.catalog.note(key.tags.current);
  if (origin === "EXTERNAL" && scene.imported !== false) importMaterial(key);
  if (scene.state !== undefined) enterState(key, scene.state, context);
  return nameOf(key);
}

function nameOf({ id, name }: Key): TencentKeyName {
  return { keyId: id, name };
}

function truthOf(key: Key): TencentKeyTruth {
  return {
    ...nameOf(key),
    origin: key.facts.origin,
    state: key.state.current,
    tags: Object.fromEntries(key.tags.current),
    hasMaterial: key.hasMaterial,
    materialExpiresAt: key.materialExpiresAt,
    deleteAt: key.deleteAt,
  };
}

function importMaterial(key: Key, material: { readonly bytes?: Uint8Array; readonly expiresAt?: number } = {}): void {
  if (key.facts.origin !== "EXTERNAL") throw new TypeError("Only a key of origin EXTERNAL accepts material.");
  const { bytes = randomBytes(32), expiresAt } = material;
  const known = material.bytes === undefined ? key.materialFingerprint : undefined;
  key.importMaterial(known ?? materialFingerprint(bytes), expiresAt);
  key.state.settle(key.state.current);
}

function enterState(key: Key, state: KeyState, context: SceneContext): void {
  if (key.state.current === "PendingDelete") key.cancelDeletion("Enabled");
  if (state === "PendingImport") {
    if (key.facts.origin !== "EXTERNAL") throw new TypeError("Only a key of origin EXTERNAL can be in PendingImport.");
    key.deleteMaterial();
  } else if (state === "PendingDelete") {
    key.scheduleDeletion(context.clock.now() + thirtyDaysMs);
    context.here().keys.noteDue(key);
  } else if (!key.hasMaterial) {
    importMaterial(key);
  }
  key.state.settle(state);
}
