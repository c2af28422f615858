import type { Clock } from "../../../server/clock.ts";
import type { Identifiers } from "../../../server/identifiers.ts";
import type { ConsistencyContext } from "../../../state/versioned.ts";
import type { AwsSettings } from "../../settings.ts";
import { namedRegion, RegionStore, regionsByName } from "../../state/region-store.ts";
import type { ValuelessTags } from "../../state/valueless-tags.ts";
import { Secret, type SecretConsistency, type SecretIdentity } from "./secret.ts";
import { suffixOf } from "./suffix.ts";

export interface SecretAccountOptions {
  /** Twelve digits. */
  readonly id: string;
  readonly regions: readonly string[];
  readonly settings: AwsSettings;
  readonly identifiers: Identifiers;
  readonly context: ConsistencyContext;
  /** Creates the first secrets of a region when it is first used. Default: none. */
  readonly fill?: ((account: SecretAccount, region: RegionStore<Secret>) => void) | undefined;
}

/** The properties of a new secret. */
export interface NewSecret {
  readonly region: RegionStore<Secret>;
  readonly name: string;
  /** Six letters and digits. Default: generated. */
  readonly suffix?: string | undefined;
  readonly description?: string | undefined;
  readonly kmsKeyId?: string | undefined;
  readonly owningService?: string | undefined;
  readonly type?: string | undefined;
  /** The regions of its replicas. Default: none. */
  readonly replicas?: readonly string[];
  /** Undefined: the secret never had tags. */
  readonly tags?: ValuelessTags | undefined;
  readonly policy?: string | undefined;
  readonly rotation?: boolean;
  readonly lastAccessedAt?: number | undefined;
  /** Milliseconds since 1970. Default: now. */
  readonly existsSince?: number;
}

/** Everything that one account has in Secrets Manager. */
export class SecretAccount {
  readonly id: string;
  readonly settings: AwsSettings;
  readonly clock: Clock;
  readonly regions: ReadonlyMap<string, RegionStore<Secret>>;
  /** When the cloud started, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly #identifiers: Identifiers;
  readonly #context: ConsistencyContext;

  constructor({ id, regions, settings, identifiers, context, fill }: SecretAccountOptions) {
    this.id = id;
    this.settings = settings;
    this.clock = context.clock;
    this.startedAt = context.clock.now();
    this.#identifiers = identifiers;
    this.#context = context;
    this.regions = regionsByName(
      regions,
      (name, fillNow) => new RegionStore<Secret>(name, fillNow),
      fill?.bind(undefined, this),
    );
  }

  arnOf(region: string, resource: string): string {
    return `arn:aws:secretsmanager:${region}:${this.id}:secret:${resource}`;
  }

  /** Makes a secret and its replicas, which readers find as soon as consistency allows. */
  create(fresh: NewSecret): Secret {
    const { region, replicas = [] } = fresh;
    const suffix = fresh.suffix ?? suffixOf(this.#identifiers.hexadecimal("secret", 10));
    const primary = replicas.length === 0 ? undefined : region.name;
    const secret = this.#make({ ...fresh, suffix }, primary, 0);
    for (const name of replicas) {
      const there = namedRegion(this.regions, name);
      const { replicaLagMs } = this.settings;
      secret.replicas.push(this.#make({ ...fresh, suffix, region: there }, primary, replicaLagMs));
    }
    return secret;
  }

  /** The secret with a name, as the cloud itself knows it; undefined if there is none, or none any more. */
  find(region: RegionStore<Secret>, name: string): Secret | undefined {
    const secret = region.items.get(name);
    return secret === undefined || secret.isGone(this.clock.now()) ? undefined : secret;
  }

  /** The secrets of a region, oldest first. */
  list(region: RegionStore<Secret>): readonly Secret[] {
    const now = this.clock.now();
    return region.list.filter((secret) => !secret.isGone(now));
  }

  /** An id for the version of a secret's value. The value itself is not stored. */
  newVersionId(): string {
    return this.#identifiers.uuid("secret version");
  }

  #make(fresh: NewSecret & { readonly suffix: string }, primaryRegion: string | undefined, lagMs: number): Secret {
    const { region, name, suffix } = fresh;
    const createdAt = fresh.existsSince ?? this.clock.now();
    const identity: SecretIdentity = {
      name,
      arn: this.arnOf(region.name, `${name}-${suffix}`),
      region: region.name,
      description: fresh.description,
      kmsKeyId: fresh.kmsKeyId,
      owningService: fresh.owningService,
      type: fresh.type,
      primaryRegion,
      createdAt,
    };
    const state = {
      tags: fresh.tags,
      policy: fresh.policy,
      rotation: fresh.rotation ?? false,
      lastChangedAt: createdAt,
      lastAccessedAt: fresh.lastAccessedAt,
      deletion: undefined,
    };
    const secret = new Secret(identity, state, this.#consistency(lagMs));
    region.add(name, secret);
    return secret;
  }

  /** `lagMs`: how much later than others the secret shows a change. */
  #consistency(lagMs: number): SecretConsistency {
    const { clock, consistency } = this.#context;
    const after = (delayMs: number): ConsistencyContext => ({
      clock,
      consistency: { ...consistency, delayMs: consistency.delayMs + delayMs },
    });
    return { described: after(lagMs), listed: after(lagMs + this.settings.secretListDelayMs) };
  }
}
