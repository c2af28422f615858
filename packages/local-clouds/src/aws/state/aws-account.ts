import type { Clock } from "../../server/clock.ts";
import type { Identifiers } from "../../server/identifiers.ts";
import { Versioned, type ConsistencyContext } from "../../state/versioned.ts";
import type { AwsDialect } from "../dialect.ts";
import type { AwsSettings } from "../settings.ts";
import { AwsRegion, type AwsAlias } from "./aws-region.ts";
import { regionsByName } from "./region-store.ts";
import { ImportParameters } from "./import-parameters.ts";
import type { KeyMaterial } from "./key-material.ts";
import { afterCreating, withoutMaterial } from "./key-status.ts";
import { KmsKey, type KeyOrigin, type KeyUse, type TagMap } from "./kms-key.ts";
import { defaultKeyPolicy } from "./default-key-policy.ts";
import { symmetricDefault } from "./key-specs.ts";

export interface AwsAccountOptions {
  /** Twelve digits. */
  readonly id: string;
  readonly regions: readonly string[];
  readonly dialect: AwsDialect;
  readonly settings: AwsSettings;
  readonly identifiers: Identifiers;
  readonly context: ConsistencyContext;
  /** Creates the first keys of a region when it is first used. Default: none. */
  readonly fill?: ((account: AwsAccount, region: AwsRegion) => void) | undefined;
}

/** The properties of a new key. */
export interface NewKey {
  readonly region: AwsRegion;
  /** Default: generated. */
  readonly id?: string | undefined;
  readonly origin: KeyOrigin;
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly description: string;
  /** The region of its primary, for a multi-Region key. */
  readonly primaryRegion?: string | undefined;
  readonly manager: "AWS" | "CUSTOMER";
  readonly tags: TagMap;
  /** Default: the whole account may do everything, as its IAM policies say. */
  readonly policy?: string | undefined;
  /** The id of material that KMS generates. Default: generated. */
  readonly materialId?: string;
  /** Milliseconds since 1970. Default: now. */
  readonly existsSince?: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const longestWaitDays = 30;

/** Everything that one account has in KMS. */
export class AwsAccount {
  readonly id: string;
  readonly dialect: AwsDialect;
  readonly settings: AwsSettings;
  readonly clock: Clock;
  readonly regions: ReadonlyMap<string, AwsRegion>;
  /** When the cloud started, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly importParameters = new ImportParameters();
  readonly #defaultPolicy: string;
  readonly #identifiers: Identifiers;
  readonly #context: ConsistencyContext;

  constructor(options: AwsAccountOptions) {
    this.id = options.id;
    this.dialect = options.dialect;
    this.settings = options.settings;
    this.clock = options.context.clock;
    this.regions = regionsByName(
      options.regions,
      (name, fill) => new AwsRegion(name, fill),
      options.fill?.bind(undefined, this),
    );
    this.startedAt = this.clock.now();
    this.#defaultPolicy = defaultKeyPolicy(options.id);
    this.#identifiers = options.identifiers;
    this.#context = options.context;
  }

  arnOf(region: string, resource: string): string {
    return `arn:aws:kms:${region}:${this.id}:${resource}`;
  }

  /** Makes a key that readers find as soon as consistency allows. */
  createKey(fresh: NewKey): KmsKey {
    const id = fresh.id ?? this.#newKeyId(fresh.primaryRegion !== undefined);
    const identity = {
      id,
      arn: this.arnOf(fresh.region.name, `key/${id}`),
      account: this.id,
      region: fresh.region.name,
      manager: fresh.manager,
      origin: fresh.origin,
      keySpec: fresh.keySpec,
      keyUsage: fresh.keyUsage,
      description: fresh.description,
      primaryRegion: fresh.primaryRegion,
      createdAt: fresh.existsSince ?? this.clock.now(),
    };
    const external = fresh.origin === "EXTERNAL";
    const materials = external || fresh.keySpec !== symmetricDefault ? [] : [this.#madeByKms(fresh.materialId)];
    const status = {
      state: external ? "PendingImport" : "Enabled",
      materials,
      onDemandRotations: 0,
    } as const;
    const key = new KmsKey(this.#context, identity, status, fresh.tags, fresh.policy ?? this.#defaultPolicy);
    fresh.region.add(id, key);
    key.created.write(true);
    return key;
  }

  /** Creates an alias, or points an existing alias to another key. */
  pointAlias(region: AwsRegion, name: string, target: string | undefined): AwsAlias {
    const now = this.clock.now();
    let alias = region.aliases.get(name);
    if (alias === undefined) {
      const arn = this.arnOf(region.name, name);
      alias = {
        name,
        arn,
        target: new Versioned(this.#context, undefined),
        createdAt: now,
        updatedAt: now,
      };
      region.addAlias(alias);
    }
    alias.target.write(target);
    alias.updatedAt = now;
    return alias;
  }

  /** The keys of the same multi-Region id in other regions; none for a single-Region key. */
  relativesOf(key: KmsKey): KmsKey[] {
    return this.#family(key).filter((relative) => !this.isGone(relative));
  }

  /** The id of a key that an alias points to, while that key exists: an alias is deleted with its key. */
  targetOf(region: AwsRegion, target: string | undefined): string | undefined {
    const key = target === undefined ? undefined : region.items.get(target);
    return key === undefined || this.isGone(key) ? undefined : target;
  }

  /** Whether the waiting period of a scheduled deletion is over. */
  isGone(key: KmsKey): boolean {
    this.#beginWaiting(key);
    return this.#isOver(key.status.current.deletionDate);
  }

  /**
   * Executes what is due: a replica that becomes ready, a primary whose replicas are deleted, materials that have
   * expired.
   */
  settle(key: KmsKey): void {
    this.#beginWaiting(key);
    const now = this.clock.now();
    const { state, creatingUntil } = key.status.current;
    if (state === "Creating" && creatingUntil !== undefined && creatingUntil <= now) {
      key.status.write(afterCreating(key.status.current));
    }
    for (const material of key.status.current.materials) {
      if (material.imported && material.validTo !== undefined && material.validTo <= now) {
        key.status.write(withoutMaterial(key.status.current, material));
      }
    }
  }

  /** A primary in PendingReplicaDeletion enters its own waiting period at the moment when its last replica is deleted. */
  #beginWaiting(key: KmsKey): void {
    const { pendingWindowInDays = longestWaitDays, ...status } = key.status.current;
    if (status.state !== "PendingReplicaDeletion" || key.identity.primaryRegion !== key.identity.region) return;
    const replicas = this.#family(key).map((replica) => replica.status.current.deletionDate);
    if (replicas.length === 0 || !replicas.every((date) => this.#isOver(date))) return;
    const begin = Math.max(...replicas.map((date) => date ?? 0));
    key.status.write({ ...status, state: "PendingDeletion", deletionDate: begin + pendingWindowInDays * dayMs });
  }

  #isOver(deletionDate: number | undefined): boolean {
    return deletionDate !== undefined && deletionDate <= this.clock.now();
  }

  /** The keys of the same multi-Region id in other regions, deleted ones too. */
  #family(key: KmsKey): KmsKey[] {
    if (key.identity.primaryRegion === undefined) return [];
    return [...this.regions.values()].flatMap((region) => {
      const relative = region.items.get(key.identity.id);
      return relative === undefined || relative === key ? [] : [relative];
    });
  }

  /** Material that KMS generated, for a key without imported material. */
  #madeByKms(id = this.newMaterialId()): KeyMaterial {
    return { id, role: "CURRENT", imported: true };
  }

  /** A use of a key, with the ids that AWS's logs have of it. */
  useOf(usage: { readonly operation: string; readonly at: number }): KeyUse {
    return { ...usage, eventId: this.#identifiers.uuid("event"), requestId: this.#identifiers.uuid("request") };
  }

  newMaterialId(): string {
    return this.#identifiers.hexadecimal("material", 64);
  }

  #newKeyId(multiRegion: boolean): string {
    return multiRegion ? `mrk-${this.#identifiers.hexadecimal("key", 32)}` : this.#identifiers.uuid("key");
  }
}
