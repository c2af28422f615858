import type { KeyMaterialDeletion } from "@crosstag/core/driver";

/**
 * What `DeleteKeyMaterial` means.
 * https://api.aliyun.com/document/Kms/2016-01-20/DeleteKeyMaterial and the page on imported key material (verified 2026-11-22).
 */
export const keyMaterialDeletion: KeyMaterialDeletion = {
  effect: "immediate",
  consequences: [
    "Everything encrypted under this key becomes unreadable at once; nothing can be encrypted, signed or verified with it.",
  ],
  copies: "Alibaba Cloud KMS keeps no copy.",
  undo: "Only importing the same material again restores the key. The key accepts no other material.",
};
