import { createHash } from "node:crypto";

export type MaterialRole = "CURRENT" | "NON_CURRENT" | "PENDING_ROTATION" | "PENDING_MULTI_REGION_IMPORT_AND_ROTATION";

/** One key material of a key. The bytes themselves are not stored, only their digest. */
export interface KeyMaterial {
  /** 64 lower-case hexadecimal digits. */
  readonly id: string;
  readonly role: MaterialRole;
  /** False: it was imported once and deleted; the same bytes can be imported again. */
  readonly imported: boolean;
  /** Milliseconds since 1970; undefined: does not expire. */
  readonly validTo?: number;
  readonly description?: string;
  /** Milliseconds since 1970; when it became the current one by rotation. */
  readonly rotatedAt?: number;
}

/** KMS computes the id from the key's id and the bytes, so the same bytes have another id in another key. */
export function materialIdOf(keyId: string, bytes: Uint8Array): string {
  return createHash("sha256").update("key material\0").update(keyId).update("\0").update(bytes).digest("hex");
}

/** Whether the material is permanent: without it the whole key is unusable. */
export function isPermanent(material: KeyMaterial): boolean {
  return material.role === "CURRENT" || material.role === "NON_CURRENT";
}
