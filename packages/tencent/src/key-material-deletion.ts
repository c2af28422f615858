import type { KeyMaterialDeletion } from "@crosstag/core/driver";

/** What DeleteImportedKeyMaterial does, by its page of 2025-04-23. */
export const keyMaterialDeletion: KeyMaterialDeletion = {
  effect: "immediate",
  undo: "Only importing the same key material again restores the key.",
  consequences: [
    "Everything encrypted under this key becomes unreadable at once; nothing can be encrypted, signed or verified with it.",
    "Products of Tencent Cloud that use the key cannot read their data, such as cloud disks and buckets.",
  ],
};
