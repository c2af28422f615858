import { randomBytes } from "node:crypto";
import { refuseUnknownFields, type FieldsOf } from "../../known-fields.ts";
import { materialFingerprint } from "../../state/import-parameters.ts";
import type { ServiceContext } from "../service/context.ts";
import { makeKey } from "../service/make.ts";
import type { Key, KeyFacts, KeyState } from "../state/key.ts";
import { named, refuseTaken, tagScene, type AlibabaTags, type AlibabaTagScene } from "./tag-scene.ts";

/** A key to create without a request. Everything has a default. */
export interface AlibabaKeyScene {
  /** Default: generated. An id that exists in the region throws a `TypeError`, as a secret's name does. */
  readonly keyId?: string;
  /** Default `Aliyun_KMS`. */
  readonly origin?: KeyFacts["origin"];
  /** For origin `EXTERNAL`: whether material has been imported. Default true. */
  readonly imported?: boolean;
  /** Default `Aliyun_AES_256`. */
  readonly keySpec?: string;
  /** Default: none. */
  readonly description?: string;
  /** Default: none. */
  readonly tags?: AlibabaTags;
  /** Default: derived from origin and material. */
  readonly state?: KeyState;
  /** Alias names, with `alias/`. */
  readonly aliases?: readonly string[];
  /** Default false. */
  readonly deletionProtection?: boolean;
}

export const alibabaKeyFields: FieldsOf<AlibabaKeyScene> = {
  keyId: true,
  origin: true,
  imported: true,
  keySpec: true,
  description: true,
  tags: true,
  state: true,
  aliases: true,
  deletionProtection: true,
};

/** The names of a key. */
export interface AlibabaKeyName {
  /** The id of the key. */
  readonly keyId: string;
  /** The full name: `acs:kms:REGION:ACCOUNT:key/ID`. */
  readonly arn: string;
}

/** The true state of a key, whatever eventual consistency shows of it. Times are milliseconds since 1970. */
export interface AlibabaKeyTruth extends AlibabaKeyName {
  /** The origin of the material. */
  readonly origin: KeyFacts["origin"];
  /** The state of the key. */
  readonly state: KeyState;
  /** The tags of the key. */
  readonly tags: AlibabaTags;
  /** Whether the key has material. */
  readonly hasMaterial: boolean;
  /** When the material expires; undefined if it does not. */
  readonly materialExpiresAt: number | undefined;
  /** When the key will be deleted; undefined if its deletion is not scheduled. */
  readonly deleteAt: number | undefined;
  /** Whether the deletion of the key is refused. */
  readonly deletionProtection: boolean;
}

/** Sets and reads the true state of keys without requests: no signature, quota, rule, log or eventual consistency. */
export interface AlibabaKeys extends AlibabaTagScene {
  /** Creates a key. */
  createKey(scene?: AlibabaKeyScene): AlibabaKeyName;
  /** Creates `count` keys of the same kind. */
  addMany(count: number, scene?: Omit<AlibabaKeyScene, "keyId" | "aliases">): AlibabaKeyName[];
  /** The name with `alias/`. */
  createAlias(name: string, key: string): void;
  /**
   * Puts material into a key of origin `EXTERNAL`, as an import would. Only the bytes of the first material can be
   * imported again; without `bytes` they are random.
   */
  importMaterial(key: string, material?: { readonly bytes?: Uint8Array; readonly expiresAt?: number }): void;
  /** Deletes a key with its aliases, as after its waiting period. */
  removeKey(key: string): void;
  /** Puts a key into a state, with what the state requires: material, no material, or a deletion in 30 days. */
  setState(key: string, state: KeyState): void;
  /** The true state of a key. */
  describe(key: string): AlibabaKeyTruth;
  /** All keys, oldest first. */
  list(): AlibabaKeyName[];
}

const thirtyDaysMs = 30 * 24 * 60 * 60 * 1000;

export function keyScene(context: ServiceContext): AlibabaKeys {
  const { keys } = context;
  const createKey = (scene: AlibabaKeyScene = {}): AlibabaKeyName => {
    refuseUnknownFields(scene, "createKey", alibabaKeyFields);
    keys.settle(context.clock.now());
    if (scene.keyId !== undefined) refuseTaken(keys, scene.keyId, context);
    const key = makeKey(context, {
      ...(scene.keyId !== undefined && { id: scene.keyId }),
      origin: scene.origin ?? "Aliyun_KMS",
      spec: scene.keySpec ?? "Aliyun_AES_256",
      usage: "ENCRYPT/DECRYPT",
      protectionLevel: "SOFTWARE",
      description: scene.description ?? "",
      tags: new Map(Object.entries(scene.tags ?? {})),
    });
    key.visible.settle(true);
    if (key.facts.origin === "EXTERNAL" && scene.imported !== false) importMaterial(key);
    if (scene.state !== undefined) enterState(key, scene.state, context);
    for (const alias of scene.aliases ?? []) keys.addAlias(alias, key);
    if (scene.deletionProtection === true) key.deletionProtection = { enabled: true, description: "" };
    return nameOf(key);
  };
  return {
    ...tagScene(keys),
    createKey,
    addMany: (count, scene) => Array.from({ length: count }, () => createKey(scene)),
    createAlias: (name, key) => {
      keys.addAlias(name, named(keys, key));
    },
    importMaterial: (name, material) => {
      const key = named(keys, name);
      importMaterial(key, material);
      keys.noteDue(key);
    },
    removeKey: (key) => {
      keys.removeAll(new Set([named(keys, key)]));
    },
    setState: (key, state) => {
      enterState(named(keys, key), state, context);
    },
    describe: (key) => {
      keys.settle(context.clock.now());
      return truthOf(named(keys, key));
    },
    list: () => keys.inOrder.map(nameOf),
  };
}

function nameOf({ id, arn }: Key): AlibabaKeyName {
  return { keyId: id, arn };
}

function truthOf(key: Key): AlibabaKeyTruth {
  return {
    ...nameOf(key),
    origin: key.facts.origin,
    state: key.state.current,
    tags: Object.fromEntries(key.tags.current),
    hasMaterial: key.hasMaterial,
    materialExpiresAt: key.materialExpiresAt,
    deleteAt: key.deleteAt,
    deletionProtection: key.deletionProtection.enabled,
  };
}

function importMaterial(key: Key, material: { readonly bytes?: Uint8Array; readonly expiresAt?: number } = {}): void {
  if (key.facts.origin !== "EXTERNAL") throw new TypeError("Only a key of origin EXTERNAL accepts material.");
  const fingerprint =
    material.bytes === undefined
      ? (key.materialFingerprint ?? materialFingerprint(randomBytes(32)))
      : materialFingerprint(material.bytes);
  key.importMaterial(fingerprint, material.expiresAt);
  key.state.settle(key.state.current);
}

function enterState(key: Key, state: KeyState, context: ServiceContext): void {
  if (key.state.current === "PendingDeletion") key.cancelDeletion();
  if (state === "PendingImport") {
    if (key.facts.origin !== "EXTERNAL") throw new TypeError("Only a key of origin EXTERNAL can be in PendingImport.");
    key.deleteMaterial();
  } else if (state === "PendingDeletion") {
    key.scheduleDeletion(context.clock.now() + thirtyDaysMs);
    context.keys.noteDue(key);
  } else if (!key.hasMaterial) {
    importMaterial(key);
  }
  key.state.settle(state);
}
