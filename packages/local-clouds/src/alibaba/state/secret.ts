import type { DueResource } from "../../state/due-store.ts";
import type { Versioned } from "../../state/versioned.ts";
import type { Resource } from "./resource.ts";
import type { TagSet } from "./tag-set.ts";

/** What never changes of a secret. Its value is discarded on arrival. */
export interface SecretFacts {
  readonly id: string;
  readonly arn: string;
  readonly description: string;
  readonly encryptionKeyId: string;
  readonly secretType: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** A secret without its value. */
export class Secret implements Resource, DueResource {
  readonly id: string;
  readonly arn: string;
  readonly facts: SecretFacts;
  readonly tags: Versioned<TagSet>;
  readonly visible: Versioned<boolean>;
  /** When it is deleted, in milliseconds since 1970; undefined if that is not planned. */
  deleteAt: number | undefined;

  constructor(facts: SecretFacts, tags: Versioned<TagSet>, visible: Versioned<boolean>) {
    this.id = facts.id;
    this.arn = facts.arn;
    this.facts = facts;
    this.tags = tags;
    this.visible = visible;
  }

  get nextDue(): number {
    return this.deleteAt ?? Infinity;
  }

  settle(now: number): boolean {
    return now < this.nextDue;
  }
}
