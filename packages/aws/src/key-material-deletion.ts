import type { KeyMaterialDeletion } from "@crosstag/core/driver";

/**
 * What `DeleteImportedKeyMaterial` means.
 * https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-delete-key-material.html and
 * https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html (verified 2026-11-22).
 */
export function keyMaterialDeletionOf(title: string): KeyMaterialDeletion {
  return {
    effect: "immediate",
    consequences: [
      "Everything encrypted under this key becomes unreadable at once; nothing can be encrypted, signed or verified with it.",
      "Data keys that programs hold in plain text work until the programs decrypt them again.",
    ],
    copies: `${title} keeps no copy.`,
    undo: "Only importing the same material again restores the key.",
    disabledKey: "The key is disabled now; after a new import it will be enabled.",
    otherMaterials: "Without one of its materials the whole key stops working, until that material is imported again.",
    replicas:
      "Each replica and the primary have material of their own and keep it, except material that is still waiting for its rotation.",
  };
}
