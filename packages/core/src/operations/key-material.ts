import type { KeyFacts, ResourceDescription } from "../driver/resource-description.ts";
import type { CrosstagError } from "../errors/crosstag-error.ts";
import type { Violation } from "../rules/violation.ts";
import type { Outcome } from "./outcome.ts";

export interface DeleteKeyMaterialEvidence {
  readonly phase: "intent" | "outcome";
  readonly reference: string;
  readonly materialId?: string;
  readonly stateBefore: string;
  readonly outcome?: Outcome["status"];
  readonly requestIds?: readonly string[];
  readonly stateAfter?: string;
  readonly looks?: DeletionLooks;
  /** Why the outcome is `unknown` or `failed`, in a sentence. Never a text of a cloud. */
  readonly detail?: string;
}

/** The readings of the key after the call. */
export interface DeletionLooks {
  /** How often the key was read. */
  readonly count: number;
  readonly seconds: number;
  /** Whether the last reading showed that the material is gone. */
  readonly shown: boolean;
}

/** What a look at a key says about removing its material. */
export interface KeyMaterialInspection {
  readonly description: ResourceDescription;
  readonly key: KeyFacts;
  readonly reference: string;
  /** What must be repeated as `confirm`. */
  readonly confirmation: string;
  /** The material that would go, where the cloud names it. */
  readonly materialId?: string;
  /** Absent: nothing speaks against it. */
  readonly obstacle?: CrosstagError;
  /** There is no material: the key waits for an import. */
  readonly alreadyGone: boolean;
  /** Sentences on what will stop working and what can bring it back. */
  readonly consequences: readonly string[];
}

export interface DeleteKeyMaterialResult {
  readonly outcome: Outcome;
  readonly before: ResourceDescription;
  /** Read after the call; absent where nothing was sent or it could not be read. */
  readonly after?: ResourceDescription;
  /** Absent where nothing was sent, or the cloud refused the call. */
  readonly looks?: DeletionLooks;
  readonly materialId?: string;
  readonly warnings: readonly Violation[];
}
