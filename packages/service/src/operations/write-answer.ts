import type { WriteResult } from "@crosstag/core";
import { FORMAT_VERSION, type tagResource } from "@crosstag/operations";
import type { HandlerAnswer } from "../operation-handler.ts";

/** Answers the outcomes of a write: with 207 if not every resource is as it was asked for. */
export function writeAnswer(result: WriteResult): HandlerAnswer<typeof tagResource> {
  const { outcomes, counts, warnings, calls, stopped = [] } = result;
  const isPartial = counts.failed > 0 || counts.unknown > 0 || stopped.length > 0;
  return {
    status: isPartial ? 207 : 200,
    document: {
      formatVersion: FORMAT_VERSION,
      outcomes,
      counts,
      warnings,
      calls,
      ...(stopped.length > 0 && { stopped }),
    },
  };
}
