import { createHash } from "node:crypto";
import { symmetricDefault } from "./key-specs.ts";
import type { KeyStatus, KmsKey } from "./kms-key.ts";

export type MaterialRole = "CURRENT" | "NON_CURRENT" | "PENDING_ROTATION" | "PENDING_MULTI_REGION_IMPORT_AND_ROTATION";

/** One key material of a key. The bytes themselves are not kept, only what tells them from others. */
export interface KeyMaterial {
  /** 64 lower-case hexadecimal digits. */
  readonly id: string;
  readonly role: MaterialRole;
  /** False: it was imported once and is gone; the same bytes can be imported again. */
  readonly imported: boolean;
  /** Milliseconds since 1970; undefined: does not expire. */
  readonly validTo?: number;
  readonly description?: string;
  /** Milliseconds since 1970; when it became the current one by rotation. */
  readonly rotatedAt?: number;
}

/** KMS computes the id from the key's id and the bytes, so that the same bytes have another id in another key. */
export function materialIdOf(keyId: string, bytes: Uint8Array): string {
  return createHash("sha256").update("key material\0").update(keyId).update("\0").update(bytes).digest("hex");
}

/** Only symmetric encryption keys show the ids of their materials (recorded, verified 2026-11-22). */
export function hasMaterialIds(key: KmsKey): boolean {
  return key.identity.keySpec === symmetricDefault;
}

export function currentMaterial(status: KeyStatus): KeyMaterial | undefined {
  return status.materials.find((material) => material.role === "CURRENT");
}

export function pendingMaterial(status: KeyStatus): KeyMaterial | undefined {
  return status.materials.find((material) => !isPermanent(material));
}

/** Whether the material belongs to the key for good: without it the whole key is unusable. */
export function isPermanent(material: KeyMaterial): boolean {
  return material.role === "CURRENT" || material.role === "NON_CURRENT";
}

/** The status after a material is gone: by request or because it expired. */
export function withoutMaterial(status: KeyStatus, gone: KeyMaterial): KeyStatus {
  if (!isPermanent(gone)) {
    return { ...status, materials: status.materials.filter((material) => material.id !== gone.id) };
  }
  const materials = status.materials.map((material) => {
    if (material.id !== gone.id) return material;
    const { validTo: _validTo, ...kept } = material;
    return { ...kept, imported: false };
  });
  const becomesUnusable = status.state === "Enabled" || status.state === "Disabled";
  return { ...status, materials, state: becomesUnusable ? "PendingImport" : status.state };
}

/** The status after a material was imported: the key is usable again once all its permanent materials are there. */
export function withMaterial(status: KeyStatus, imported: KeyMaterial): KeyStatus {
  const known = status.materials.some((material) => material.id === imported.id);
  const materials = known
    ? status.materials.map((material) => (material.id === imported.id ? imported : material))
    : [...status.materials, imported];
  const complete = materials.every((material) => material.imported || !isPermanent(material));
  return {
    ...status,
    materials,
    state: status.state === "PendingImport" && complete ? "Enabled" : status.state,
  };
}
