import { Versioned, type ConsistencyContext } from "../../state/versioned.ts";
import { newlyVisible } from "../../state/resource-store.ts";
import type { DueResource } from "../../state/due-store.ts";
import type { Resource } from "./resource.ts";
import type { TagSet } from "./tag-set.ts";

export type KeyState = "Enabled" | "Disabled" | "PendingDeletion" | "PendingImport";

/** What is fixed when a key is made. */
export interface KeyFacts {
  readonly id: string;
  readonly arn: string;
  readonly origin: "Aliyun_KMS" | "EXTERNAL";
  readonly spec: string;
  readonly usage: string;
  readonly protectionLevel: string;
  readonly description: string;
  readonly creator: string;
  /** Milliseconds since 1970, as all times of the state. */
  readonly createdAt: number;
}

/** A key and the changes that its state machine allows; the operation decides whether a call is refused in a state. */
export class Key implements Resource, DueResource {
  readonly facts: KeyFacts;
  readonly tags: Versioned<TagSet>;
  readonly visible: Versioned<boolean>;
  readonly state: Versioned<KeyState>;
  deletionProtection: { readonly enabled: boolean; readonly description: string } = {
    enabled: false,
    description: "",
  };
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

  get arn(): string {
    return this.facts.arn;
  }

  get hasMaterial(): boolean {
    return this.#hasMaterial;
  }

  /**
   * Of the material that was imported first. It is kept when the material is deleted: no other material can be
   * imported.
   */
  get materialFingerprint(): string | undefined {
    return this.#materialFingerprint;
  }

  get materialExpiresAt(): number | undefined {
    return this.#materialExpiresAt;
  }

  get deleteAt(): number | undefined {
    return this.#deleteAt;
  }

  importMaterial(fingerprint: string, expiresAt: number | undefined): void {
    this.#materialFingerprint = fingerprint;
    this.#materialExpiresAt = expiresAt;
    this.#hasMaterial = true;
    if (this.state.current === "PendingImport") this.state.write("Enabled");
  }

  /** Deletion keeps a scheduled deletion's state and date. */
  deleteMaterial(): void {
    this.#hasMaterial = false;
    this.#materialExpiresAt = undefined;
    if (this.state.current !== "PendingDeletion" && this.state.current !== "PendingImport") {
      this.state.write("PendingImport");
    }
  }

  scheduleDeletion(deleteAt: number): void {
    this.#deleteAt = deleteAt;
    this.state.write("PendingDeletion");
  }

  /** Documented to lead back to Enabled. A key without material must get it first. */
  cancelDeletion(): void {
    this.#deleteAt = undefined;
    this.state.write(this.#hasMaterial ? "Enabled" : "PendingImport");
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
}
