import type { ResourceInput } from "../reads/read-requests.ts";
import type { KeyFacts, ResourceDescription } from "../model/resource-description.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Violation } from "../model/violation.ts";
import type { Outcome } from "../model/outcome.ts";

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

export interface DeleteKeyMaterialRequest {
  /** One key. Batches are not offered: the cloud cannot undo it. */
  readonly resource: ResourceInput;
  /** Must equal the id of the key, as `inspectKeyMaterial` reports it. */
  readonly confirm: string;
  /** The material to delete (AWS symmetric keys). Default: the current one, pinned by looking before deleting. */
  readonly materialId?: string;
  /**
   * What `inspectKeyMaterial` returned and the person who confirmed has seen. If the key is another one now, or its
   * account, state, origin, expiry or materials differ, the request is refused and nothing is sent. Without it, only
   * the id of the key is compared.
   */
  readonly expected?: KeyMaterialInspection;
  readonly resolveAliases?: boolean;
  readonly dryRun?: boolean;
  /**
   * Called before the call with what is about to happen, and after it. Where it rejects before, nothing is sent;
   * where it rejects after, the result has a warning `crosstag.evidence-incomplete`.
   */
  readonly evidence?: (record: DeleteKeyMaterialEvidence) => Promise<void>;
}
