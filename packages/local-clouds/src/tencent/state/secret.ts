import type { DueResource } from "../../state/due-store.ts";
import { newlyVisible } from "../../state/resource-store.ts";
import { Versioned, type ConsistencyContext } from "../../state/versioned.ts";
import type { TaggedResource, TaggingFailure, TagSet } from "./resource.ts";

export type SecretStatus = "Enabled" | "Disabled" | "PendingDelete";

/** What is fixed when a secret is made. Its value is discarded on arrival. */
export interface SecretFacts {
  /** The name that the user chose, by which calls of Secrets Manager select it. */
  readonly id: string;
  readonly name: string;
  readonly resourceId: string;
  readonly description: string;
  /** Empty: the default key of Secrets Manager. */
  readonly kmsKeyId: string;
  readonly creatorUin: string;
  /** Milliseconds since 1970, as all times of the state. */
  readonly createdAt: number;
}

/** A secret without its value. */
export class Secret implements TaggedResource, DueResource {
  readonly facts: SecretFacts;
  readonly tags: Versioned<TagSet>;
  readonly visible: Versioned<boolean>;
  readonly status: Versioned<SecretStatus>;
  taggingFailure: TaggingFailure | undefined;
  #deleteAt: number | undefined;

  constructor(consistency: ConsistencyContext, facts: SecretFacts, tags: TagSet) {
    this.facts = facts;
    this.tags = new Versioned(consistency, tags);
    this.status = new Versioned<SecretStatus>(consistency, "Enabled");
    this.visible = newlyVisible(consistency);
  }

  get id(): string {
    return this.facts.id;
  }

  get name(): string {
    return this.facts.name;
  }

  get resourceId(): string {
    return this.facts.resourceId;
  }

  get deleteAt(): number | undefined {
    return this.#deleteAt;
  }

  /** When time removes this secret. */
  get nextDue(): number {
    return this.#deleteAt ?? Infinity;
  }

  settle(now: number): boolean {
    return now < this.nextDue;
  }

  scheduleDeletion(deleteAt: number): void {
    this.#deleteAt = deleteAt;
    this.status.write("PendingDelete");
  }

  restore(): void {
    this.#deleteAt = undefined;
    this.status.write("Enabled");
  }
}
