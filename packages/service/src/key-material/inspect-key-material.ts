import type { KeyMaterialInspection } from "@crosstag/core";
import { FORMAT_VERSION, type inspectKeyMaterial } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { keyDocument } from "./key-document.ts";

/** Shows a key, and what deleting its material would mean. */
export function createInspectKeyMaterial({ state }: ServiceContext): OperationHandler<typeof inspectKeyMaterial> {
  const { keyMaterial, places } = state;
  return async ({ resource, resolveAliases, materialId }, call) => {
    const { caller, until } = call;
    // What a caller may not change is not shown either: the token is for a change.
    caller.allowChange(await places.ofNames([resource], { resolveAliases, until }), []);
    const { inspection, pass } = await keyMaterial.look({ resource, resolveAliases, materialId }, call);
    caller.allowChange(places.ofFullName(inspection.reference), []);
    const shown = { formatVersion: FORMAT_VERSION, inspection: inspectionDocument(inspection) };
    if (pass === undefined) return { status: 200, document: shown };
    const { token, expiresAt } = pass;
    return { status: 200, document: { ...shown, token, expiresAt: expiresAt.toISOString() } };
  };
}

function inspectionDocument({ description, ...inspection }: KeyMaterialInspection) {
  return { description: keyDocument(description), ...inspection };
}
