import { deleteKeyMaterial } from "@crosstag/operations";
import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import type { z } from "zod";
import { callOperation } from "../api/call-operation.ts";

/** What became of a deletion. */
export type DeletionAnswer = z.output<(typeof deleteKeyMaterial)["output"]>;

/** What is sent: the token of the look and what was typed. */
export interface DeletionRequest {
  readonly token: string;
  readonly confirm: string;
  readonly dryRun?: boolean;
}

/** Sends the one request, never again by itself: an answer that was lost may stand for a deletion that was done. */
export function useDeletion(
  onResult: (answer: DeletionAnswer) => void,
): UseMutationResult<DeletionAnswer, Error, DeletionRequest> {
  return useMutation<DeletionAnswer, Error, DeletionRequest>({
    mutationFn: (request) => callOperation(deleteKeyMaterial, { ...request }),
    retry: false,
    onSuccess: (answer, { dryRun }) => {
      if (dryRun !== true) onResult(answer);
    },
  });
}
