import { Versioned, type ConsistencyContext } from "../../../state/versioned.ts";
import type { ValuelessTags } from "../../state/valueless-tags.ts";

/** The part of a secret that never changes. */
export interface SecretIdentity {
  readonly name: string;
  /** With the suffix. */
  readonly arn: string;
  readonly region: string;
  readonly description: string | undefined;
  readonly kmsKeyId: string | undefined;
  /** The AWS service that manages the secret; undefined for a secret of the account's own. */
  readonly owningService: string | undefined;
  /** The kind of an external secret. */
  readonly type: string | undefined;
  /** The region of the primary, for a secret that has replicas and for the replicas. */
  readonly primaryRegion: string | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** The part of a secret that changes. Never mutated: each change writes a new one. Times are milliseconds since 1970. */
export interface SecretState {
  /** Undefined for a secret that never had tags. */
  readonly tags: ValuelessTags | undefined;
  /** Stored and returned, never applied. */
  readonly policy: string | undefined;
  readonly rotation: boolean;
  readonly lastChangedAt: number;
  readonly lastAccessedAt: number | undefined;
  /** Set while the secret is marked for deletion. */
  readonly deletion: { readonly requestedAt: number; readonly plannedAt: number } | undefined;
}

/** How long readers do not see a change. */
export interface SecretConsistency {
  /** Of DescribeSecret and GetResourcePolicy. */
  readonly described: ConsistencyContext;
  /** Of ListSecrets. */
  readonly listed: ConsistencyContext;
}

export class Secret {
  readonly identity: SecretIdentity;
  /** The replicas in other regions, for a primary. */
  readonly replicas: Secret[] = [];
  #current: SecretState;
  /** Undefined for readers until the creation has become visible. */
  readonly #described: Versioned<SecretState | undefined>;
  readonly #listed: Versioned<SecretState | undefined>;

  constructor(identity: SecretIdentity, state: SecretState, consistency: SecretConsistency) {
    this.identity = identity;
    this.#current = state;
    this.#described = new Versioned<SecretState | undefined>(consistency.described, undefined);
    this.#listed = new Versioned<SecretState | undefined>(consistency.listed, undefined);
    this.change({});
  }

  get isReplica(): boolean {
    const { primaryRegion, region } = this.identity;
    return primaryRegion !== undefined && primaryRegion !== region;
  }

  /** The newest state, as the cloud itself knows it. */
  get current(): SecretState {
    return this.#current;
  }

  /** The state that DescribeSecret shows; undefined if it does not find the secret yet. */
  described(): SecretState | undefined {
    return this.#described.read();
  }

  /** The state that ListSecrets shows; undefined if it does not list the secret yet. */
  listed(): SecretState | undefined {
    return this.#listed.read();
  }

  /** Changes some fields. A secret's tags and policy are those of its replicas too. */
  change(changed: Partial<SecretState>): void {
    this.#current = { ...this.#current, ...changed };
    this.#described.write(this.#current);
    this.#listed.write(this.#current);
    for (const replica of this.replicas) replica.change(replicated(changed));
  }

  /** Changes some fields for all readers immediately. */
  settle(changed: Partial<SecretState> = {}): void {
    this.#current = { ...this.#current, ...changed };
    this.#described.settle(this.#current);
    this.#listed.settle(this.#current);
    for (const replica of this.replicas) replica.settle(replicated(changed));
  }

  /** Whether the waiting period of a planned deletion is over. */
  isGone(now: number): boolean {
    const { deletion } = this.#current;
    return deletion !== undefined && deletion.plannedAt <= now;
  }
}

/** "Secrets Manager replicates […] metadata such as tags and resource policies" (user guide, verified 2026-11-29). */
function replicated(changed: Partial<SecretState>): Partial<SecretState> {
  const { tags, lastChangedAt } = changed;
  return {
    ...(tags !== undefined && { tags }),
    ...("policy" in changed && { policy: changed.policy }),
    ...(lastChangedAt !== undefined && { lastChangedAt }),
  };
}
