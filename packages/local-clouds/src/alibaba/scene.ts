import { randomBytes } from "node:crypto";
import { refuseUnknownFields, type FieldsOf } from "../known-fields.ts";
import type { ServiceContext } from "./service/context.ts";
import { makeCertificate, makeKey, makeSecret } from "./service/make.ts";
import { materialFingerprint } from "../state/import-parameters.ts";
import type { Key, KeyFacts, KeyState } from "./state/key.ts";
import type { Resource } from "./state/resource.ts";
import type { ResourceStore } from "../state/resource-store.ts";

/** Tags by key. Not checked against any rule, so that a test can set tags of the cloud itself. */
export type AlibabaTags = Readonly<Record<string, string>>;

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

/** The tags of one kind of resource. A resource is named by its id (a secret: by its name) or its ARN. */
export interface AlibabaTagScene {
  /** The tags of a resource. */
  tagsOf(resource: string): AlibabaTags;
  /** Replaces all tags, as another program might. Every reader sees them immediately. */
  setTags(resource: string, tags: AlibabaTags): void;
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

/** The names of a secret. */
export interface AlibabaSecretName {
  /** The name of the secret. */
  readonly name: string;
  /** The full name: `acs:kms:REGION:ACCOUNT:secret/NAME`. */
  readonly arn: string;
}

/** The true state of a secret, whatever eventual consistency shows of it. */
export interface AlibabaSecretTruth extends AlibabaSecretName {
  /** The tags of the secret. */
  readonly tags: AlibabaTags;
  /** When the secret will be deleted, in milliseconds since 1970; undefined if that is not planned. */
  readonly deleteAt: number | undefined;
}

/** As `AlibabaKeys`, for secrets. */
export interface AlibabaSecrets extends AlibabaTagScene {
  /** Creates a secret. */
  createSecret(name: string, tags?: AlibabaTags): AlibabaSecretName;
  /** Creates `count` secrets, named `<prefix>-1` and so on. Default prefix `secret`. */
  addMany(count: number, tags?: AlibabaTags, prefix?: string): AlibabaSecretName[];
  /** Plans the deletion of a secret in a number of days. Default 30. */
  markForDeletion(secret: string, days?: number): void;
  /** Removes a secret. */
  removeSecret(name: string): void;
  /** The true state of a secret. */
  describe(secret: string): AlibabaSecretTruth;
  /** All secrets, oldest first. */
  list(): AlibabaSecretName[];
}

/** As `AlibabaKeys`, for certificates. */
export interface AlibabaCertificates extends AlibabaTagScene {
  /** Creates a certificate. */
  create(tags?: AlibabaTags): { readonly certificateId: string; readonly arn: string };
  /** Removes a certificate. */
  remove(certificate: string): void;
  /** All certificates, oldest first. */
  list(): { readonly certificateId: string; readonly arn: string }[];
}

const dayMs = 24 * 60 * 60 * 1000;
const thirtyDaysMs = 30 * dayMs;

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

export function secretScene(context: ServiceContext): AlibabaSecrets {
  const createSecret = (name: string, tags: AlibabaTags = {}): AlibabaSecretName => {
    refuseTaken(context.secrets, name, context);
    const secret = makeSecret(context, {
      name,
      description: "",
      encryptionKeyId: "",
      secretType: "Generic",
      tags: new Map(Object.entries(tags)),
    });
    secret.visible.settle(true);
    return { name, arn: secret.arn };
  };
  return {
    ...tagScene(context.secrets),
    createSecret,
    addMany: (count, tags, prefix = "secret") =>
      Array.from({ length: count }, (_, index) => createSecret(`${prefix}-${index + 1}`, tags)),
    markForDeletion: (text, days = 30) => {
      const secret = named(context.secrets, text);
      secret.deleteAt = context.clock.now() + days * dayMs;
      context.secrets.noteDue(secret);
    },
    removeSecret: (name) => {
      context.secrets.removeAll(new Set([named(context.secrets, name)]));
    },
    describe: (text) => {
      context.secrets.settle(context.clock.now());
      const { id, arn, tags, deleteAt } = named(context.secrets, text);
      return { name: id, arn, tags: Object.fromEntries(tags.current), deleteAt };
    },
    list: () => context.secrets.inOrder.map(({ id, arn }) => ({ name: id, arn })),
  };
}

export function certificateScene(context: ServiceContext): AlibabaCertificates {
  return {
    ...tagScene(context.certificates),
    create: (tags = {}) => {
      const { id, arn } = makeCertificate(context, new Map(Object.entries(tags)));
      return { certificateId: id, arn };
    },
    remove: (certificate) => {
      context.certificates.removeAll(new Set([named(context.certificates, certificate)]));
    },
    list: () => context.certificates.inOrder.map(({ id, arn }) => ({ certificateId: id, arn })),
  };
}

function tagScene(store: ResourceStore<Resource>): AlibabaTagScene {
  return {
    tagsOf: (resource) => Object.fromEntries(named(store, resource).tags.current),
    setTags: (resource, tags) => {
      named(store, resource).tags.settle(new Map(Object.entries(tags)));
    },
  };
}

function named<Kind extends Resource>(store: ResourceStore<Kind>, name: string): Kind {
  const resource = store.find(name.startsWith("acs:") ? name.slice(name.indexOf("/") + 1) : name);
  if (resource === undefined) throw new TypeError(`The local cloud has no "${name}".`);
  return resource;
}

function refuseTaken(store: ResourceStore<Resource>, id: string, { region }: ServiceContext): void {
  if (store.find(id) !== undefined) throw new TypeError(`There is a "${id}" in ${region} already.`);
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
