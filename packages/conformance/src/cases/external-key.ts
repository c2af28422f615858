import { driverMethod } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import type { CaseContext } from "../case-context.ts";

/** Creates a key with imported material. */
export async function externalKey({ scene }: CaseContext): Promise<string> {
  assert.ok(
    scene.createExternalKey !== undefined,
    "the profile deletes key material: the harness must create keys with imported material",
  );
  return scene.createExternalKey();
}

/** The current material of a key, as a call names it: without an id if the cloud does not identify materials. */
export async function currentMaterial(
  { driver, reference, call }: CaseContext,
  key: string,
): Promise<{ readonly materialId?: string }> {
  const { key: facts } = await driverMethod(driver, "describeResource")({ resource: reference(key) }, call());
  const materialId = facts?.currentMaterialId;
  return materialId === undefined ? {} : { materialId };
}
