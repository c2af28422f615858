import type { OpenedCrosstag } from "@crosstag/clouds";
import type {
  DeleteKeyMaterialEvidence,
  DeleteKeyMaterialRequest,
  DeleteKeyMaterialResult,
  KeyMaterialInspection,
} from "@crosstag/core";
import { writtenBy, type WritingCall, type WrittenBy } from "../writes/written-by.ts";
import { DeletionEvidence, deletionEvidencePath } from "./deletion-evidence.ts";
import { DeletionTokens } from "./deletion-tokens.ts";

/** What deletions are made with. */
export interface DeletionOptions {
  /** The clouds. */
  readonly crosstag: OpenedCrosstag;
  /** The folder that has the evidence, for the service's user only. */
  readonly stateFolder: string;
  /** The present. */
  readonly now: () => Date;
  /** Milliseconds in which what was shown can be confirmed. Default: 600,000. */
  readonly tokenLifeMs?: number | undefined;
}

/** A key to inspect. */
export interface LookRequest {
  /** The name of the key. */
  readonly resource: string;
  /** Whether the name can be an alias. Default: false. */
  readonly resolveAliases?: boolean | undefined;
  /** The material to delete. Default: the current one. */
  readonly materialId?: string | undefined;
}

/** What is shown of a key. */
export interface Look {
  /** The key, and what deleting its material would mean. */
  readonly inspection: KeyMaterialInspection;
  /** For one deletion. Absent: there is nothing to delete, or it is not possible. */
  readonly pass?: { readonly token: string; readonly expiresAt: Date };
}

/** What a caller confirms. */
export interface Confirmation {
  /** From the look. */
  readonly token: string;
  /** The id of the key, typed. */
  readonly confirm: string;
  /** Check everything, delete nothing, and keep the token. Default: false. */
  readonly dryRun?: boolean | undefined;
}

/** Deletes imported key material: one key, in two requests. */
export interface KeyMaterialDeletions {
  /** Shows a key. @throws CrosstagError if it cannot be read, or does not have the material */
  look(request: LookRequest, call: WritingCall & { readonly signal: AbortSignal }): Promise<Look>;
  /**
   * Deletes what was shown.
   * @param check refuses by throwing, once the key is known and before anything is sent
   * @throws CrosstagError as `deleteKeyMaterial` does; `confirmation-required` if the token is not for this
   */
  confirm(
    confirmation: Confirmation,
    call: WritingCall,
    check: (inspection: KeyMaterialInspection) => void,
  ): Promise<DeleteKeyMaterialResult>;
  /** Writes down the evidence of a deletion that is made elsewhere, beside the others; on disk when it resolves. */
  record(record: DeleteKeyMaterialEvidence, by: WrittenBy): Promise<void>;
}

const TOKEN_LIFE_MS = 600_000;

/** Returns what deletes over these clouds. Evidence is in `evidence/delete-key-material.jsonl` of the state folder. */
export function keyMaterialDeletions({
  crosstag,
  stateFolder,
  now,
  tokenLifeMs = TOKEN_LIFE_MS,
}: DeletionOptions): KeyMaterialDeletions {
  const tokens = new DeletionTokens({ lifeMs: tokenLifeMs, now });
  const evidence = new DeletionEvidence(deletionEvidencePath(stateFolder), now);

  const perform = (
    request: Omit<DeleteKeyMaterialRequest, "evidence">,
    call: WritingCall,
    onIntent: () => void,
  ): Promise<DeleteKeyMaterialResult> => {
    // Not with the signal of the request: what is sent is followed to its end, and written down.
    if (request.dryRun === true) return crosstag.deleteKeyMaterial(request);
    return evidence.during(writtenBy(call), (write) =>
      crosstag.deleteKeyMaterial({
        ...request,
        evidence: (record) => {
          onIntent();
          return write(record);
        },
      }),
    );
  };

  return {
    look: async ({ resource, resolveAliases, materialId }, { caller, signal }) => {
      const inspection = await crosstag.inspectKeyMaterial({ resource, resolveAliases }, { signal });
      const { confirmation: confirm, obstacle, alreadyGone, scheduledFor } = inspection;
      if (obstacle !== undefined || alreadyGone || scheduledFor !== undefined) return { inspection };
      if (materialId !== undefined) {
        // Whether the key has the material is checked as for the deletion.
        const request = { resource, resolveAliases, materialId, confirm, expected: inspection, dryRun: true };
        await crosstag.deleteKeyMaterial(request, { signal });
      }
      return { inspection, pass: tokens.issue({ caller: caller.name, inspection, materialId }) };
    },

    confirm: async ({ token, confirm, dryRun = false }, call, check) => {
      const { shown, giveBack } = tokens.take(token, call.caller.name);
      const { inspection, materialId } = shown;
      let maySend = false;
      try {
        check(inspection);
        const { reference: resource } = inspection;
        const request = { resource, confirm, materialId, expected: inspection, dryRun };
        return await perform(request, call, () => {
          maySend = true;
        });
      } finally {
        if (!maySend) giveBack();
      }
    },

    record: (record, by) => evidence.during(by, (write) => write(record)),
  };
}
