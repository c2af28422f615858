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
