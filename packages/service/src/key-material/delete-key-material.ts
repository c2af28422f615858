import type { KeyMaterialOutcome } from "@crosstag/core";
import { FORMAT_VERSION, type deleteKeyMaterial } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { keyDocument } from "./key-document.ts";

/** Deletes the material that was shown. */
export function createDeleteKeyMaterial({ state }: ServiceContext): OperationHandler<typeof deleteKeyMaterial> {
  const { keyMaterial, places } = state;
  return async (confirmation, call) => {
    const { before, after, ...result } = await keyMaterial.confirm(confirmation, call, ({ reference }) =>
      call.caller.allowChange(places.ofFullName(reference), []),
    );
    const document = {
      formatVersion: FORMAT_VERSION,
      ...result,
      before: keyDocument(before),
      ...(after !== undefined && { after: keyDocument(after) }),
    };
    return { status: isUnclear(result.outcome) ? 207 : 200, document };
  };
}

function isUnclear({ status }: KeyMaterialOutcome): boolean {
  return status === "failed" || status === "unknown";
}
