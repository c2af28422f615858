import type { KeyMaterialDeletion } from "../../driver/key-material-deletion.ts";

/** How long after its deletion material is gone, if the cloud schedules it; milliseconds. */
export const DELETED_AFTER = 30 * 24 * 60 * 60 * 1000;

/** Key material that is gone 30 days after its deletion, for `MemoryCloudOptions.keyMaterialDeletion`. */
export const SCHEDULED_DELETION: KeyMaterialDeletion = {
  effect: "scheduled",
  undo: "Until that date the deletion can be taken back.",
  consequences: ["The key cannot be used from now on. Its material is gone 30 days later."],
  copies: "The cloud keeps the material until that date, and no copy after it.",
};
