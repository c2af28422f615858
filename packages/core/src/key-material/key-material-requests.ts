import type { ResourceInput } from "../reads/read-requests.ts";
import type { KeyFacts, ResourceDescription } from "../model/resource-description.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Violation } from "../model/violation.ts";
import type { KeyMaterialDeletion } from "../driver/key-material-deletion.ts";
import type { KeyMaterialOutcome } from "../model/outcome.ts";

/** A record for auditors, written before and after a deletion. */
export interface DeleteKeyMaterialEvidence {
  /** `intent`: before the call; `outcome`: after it. */
  readonly phase: "intent" | "outcome";
  /** The cloud's full name of the key. */
  readonly reference: string;
  /** The material to delete. Absent if the cloud does not identify materials. */
  readonly materialId?: string;
  /** The key's state before the call, in the cloud's own word. */
  readonly stateBefore: string;
  /** Only in phase `outcome`. */
  readonly outcome?: KeyMaterialOutcome["status"];
  /** When the material is deleted, milliseconds since 1970. Only for the outcome `scheduled`. */
  readonly scheduledFor?: number;
  /** The cloud's ids of the calls, for support cases. */
  readonly requestIds?: readonly string[];
  /** The key's state after the call, in the cloud's own word. Absent if it could not be read. */
  readonly stateAfter?: string;
  /** The reads of the key after the call. Absent if there were none. */
  readonly looks?: DeletionLooks;
  /** Why the outcome is `unknown` or `failed`, in one sentence. Never contains the cloud's own text. */
  readonly detail?: string;
}

/** The reads of the key after the call. */
export interface DeletionLooks {
  /** The number of reads. */
  readonly count: number;
  /** From the first read to the last, in seconds. */
  readonly seconds: number;
  /** Whether the last read showed that the material is gone, or when it is deleted. */
  readonly shown: boolean;
}

/** A key, and what deleting its material would mean. */
export interface KeyMaterialInspection {
  /** The key as read. */
  readonly description: ResourceDescription;
  /** Origin, materials and use of the key. */
  readonly key: KeyFacts;
  /** The cloud's full name of the key. */
  readonly reference: string;
  /** The value that `confirm` must have. */
  readonly confirmation: string;
  /** The material that would be deleted. Absent if the cloud does not identify materials. */
  readonly materialId?: string;
  /** Why the material cannot be deleted. Absent: it can. */
  readonly obstacle?: CrosstagError;
  /** The key has no material: it is waiting for an import. */
  readonly alreadyGone: boolean;
  /** When the material is deleted, as scheduled before, milliseconds since 1970. Absent: no deletion is scheduled. */
  readonly scheduledFor?: number;
  /** `immediate`: the material is gone with the deletion. `scheduled`: it is gone at a date that the cloud then shows. */
  readonly effect: KeyMaterialDeletion["effect"];
  /** What will stop working, and how it can be restored. One sentence each. */
  readonly consequences: readonly string[];
}

/** What became of a request to delete key material. */
export interface DeleteKeyMaterialResult {
  /** The result of the deletion. */
  readonly outcome: KeyMaterialOutcome;
  /** The key as read before the call. */
  readonly before: ResourceDescription;
  /** The key as read after the call. Absent if nothing was sent or the key could not be read. */
  readonly after?: ResourceDescription;
  /** Absent if nothing was sent, or if the cloud refused the call. */
  readonly looks?: DeletionLooks;
  /** The material that was to be deleted. Absent if the cloud does not identify materials. */
  readonly materialId?: string;
  /** Problems that did not prevent the request. */
  readonly warnings: readonly Violation[];
}

/** A request to delete imported key material, with its confirmation. */
export interface DeleteKeyMaterialRequest {
  /** One key. There are no batches, because the cloud cannot undo a deletion. */
  readonly resource: ResourceInput;
  /** Must equal `confirmation` of `inspectKeyMaterial`: the id of the key. The whole id, with what precedes it, is taken, too. */
  readonly confirm: string;
  /** The material to delete (AWS symmetric keys). Default: the current one, pinned by a read before the deletion. */
  readonly materialId?: string | undefined;
  /**
   * The result of `inspectKeyMaterial` that was shown for confirmation. If the key, its account, state, origin, expiry or
   * materials differ by now, the request is refused and nothing is sent. Default: only the key's id is compared.
   */
  readonly expected?: KeyMaterialInspection | undefined;
  /** Accept `alias/<name>` and ask the cloud for its key. Default: false, because an alias can be moved to another key. */
  readonly resolveAliases?: boolean | undefined;
  /** Check and read, but delete nothing. Default: false. */
  readonly dryRun?: boolean | undefined;
  /**
   * Called with the intent before the call, and with the outcome after it. If it rejects before the call, nothing is
   * sent. If it rejects after the call, the result has a warning `crosstag.evidence-incomplete`.
   */
  readonly evidence?: ((record: DeleteKeyMaterialEvidence) => Promise<void>) | undefined;
}
