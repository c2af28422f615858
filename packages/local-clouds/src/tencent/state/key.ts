import type { DueResource } from "../../state/due-store.ts";
import { newlyVisible } from "../../state/resource-store.ts";
import { Versioned, type ConsistencyContext } from "../../state/versioned.ts";
import type { TaggedResource, TaggingFailure, TagSet } from "./resource.ts";

export type KeyState = "Enabled" | "Disabled" | "PendingDelete" | "PendingImport" | "Archived";

/** What is fixed when a key is made. */
export interface KeyFacts {
  readonly id: string;
  readonly name: string;
  readonly resourceId: string;
  readonly origin: "TENCENT_KMS" | "EXTERNAL";
  readonly usage: string;
  readonly alias: string;
  readonly description: string;
  /** The number of the user who created it. */
  readonly creatorUin: string;
  /** `user`, or the product of the cloud that created it. */
  readonly owner: string;
  /** Milliseconds since 1970, as all times of the state. */
  readonly createdAt: number;
}

/** A key and the changes that its state machine allows; the operation decides whether a call is refused in a state. */
export class Key implements TaggedResource, DueResource {
  readonly facts: KeyFacts;
  readonly tags: Versioned<TagSet>;
  readonly visible: Versioned<boolean>;
  readonly state: Versioned<KeyState>;
  taggingFailure: TaggingFailure | undefined;
  /** Products of the cloud that use the key. */
  usedBy: readonly string[] = [];
  #hasMaterial: boolean;
  #materialFingerprint: string | undefined;
  #materialExpiresAt: number | undefined;
  #deleteAt: number | undefined;

  constructor(consistency: ConsistencyContext, facts: KeyFacts, tags: TagSet) {
    this.facts = facts;
    this.#hasMaterial = facts.origin !== "EXTERNAL";
    this.tags = new Versioned(consistency, tags);
    this.state = new Versioned<KeyState>(consistency, this.#hasMaterial ? "Enabled" : "PendingImport");
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

  get hasMaterial(): boolean {
    return this.#hasMaterial;
  }

  /** Of the first material. It is kept when the material is deleted: no other material can be imported. */
  get materialFingerprint(): string | undefined {
    return this.#materialFingerprint;
  }

  get materialExpiresAt(): number | undefined {
    return this.#materialExpiresAt;
  }

  get deleteAt(): number | undefined {
    return this.#deleteAt;
  }

  /** When time changes this key by itself: its deletion or its material's expiry. */
  get nextDue(): number {
    return Math.min(this.#deleteAt ?? Infinity, this.#materialExpiresAt ?? Infinity);
  }

  settle(now: number): boolean {
    if (now >= (this.#deleteAt ?? Infinity)) return false;
    if (now >= (this.#materialExpiresAt ?? Infinity)) this.deleteMaterial();
    return true;
  }

  importMaterial(fingerprint: string, expiresAt: number | undefined): void {
    this.#materialFingerprint = fingerprint;
    this.#materialExpiresAt = expiresAt;
    this.#hasMaterial = true;
    if (this.state.current === "PendingImport") this.state.write("Enabled");
  }

  /** Keeps a scheduled deletion's state and date. */
  deleteMaterial(): void {
    this.#hasMaterial = false;
    this.#materialExpiresAt = undefined;
    if (this.state.current !== "PendingDelete" && this.state.current !== "PendingImport") {
      this.state.write("PendingImport");
    }
  }

  scheduleDeletion(deleteAt: number): void {
    this.#deleteAt = deleteAt;
    this.state.write("PendingDelete");
  }

  /** A key without material must get it first. */
  cancelDeletion(next: KeyState): void {
    this.#deleteAt = undefined;
    this.state.write(this.#hasMaterial ? next : "PendingImport");
  }
}
