import { isPermanent, type KeyMaterial } from "./key-material.ts";

export type KeyState =
  | "Creating"
  | "Enabled"
  | "Disabled"
  | "PendingImport"
  | "PendingDeletion"
  | "PendingReplicaDeletion"
  | "Unavailable"
  | "Updating";

/** The part of a key that changes. Never mutated: each change writes a new one. */
export interface KeyStatus {
  readonly state: KeyState;
  /** In the order they were first imported or made. */
  readonly materials: readonly KeyMaterial[];
  readonly onDemandRotations: number;
  /** Milliseconds since 1970; set in PendingDeletion. */
  readonly deletionDate?: number;
  readonly pendingWindowInDays?: number;
  /** Milliseconds since 1970; for a replica in Creating, when that is over. */
  readonly creatingUntil?: number;
}

export function currentMaterial(status: KeyStatus): KeyMaterial | undefined {
  return status.materials.find((material) => material.role === "CURRENT");
}

export function pendingMaterial(status: KeyStatus): KeyMaterial | undefined {
  return status.materials.find((material) => !isPermanent(material));
}

/** The status of a replica that is ready: usable, or waiting for its material. */
export function afterCreating({ creatingUntil: _over, ...status }: KeyStatus): KeyStatus {
  const complete = status.materials.every((material) => material.imported || !isPermanent(material));
  return { ...status, state: complete ? "Enabled" : "PendingImport" };
}

/** The status after a material was deleted, by request or because it expired. */
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

/** The status after a material was imported: the key is usable again once all its permanent materials are present. */
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
