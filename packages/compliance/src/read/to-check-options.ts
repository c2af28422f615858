import type { OptionNames } from "@crosstag/core/internal";
import type { ResourcesToCheck } from "./read-resources-to-check.ts";

/** The options of `readResourcesToCheck`. */
export const TO_CHECK_OPTIONS: OptionNames<ResourcesToCheck> = {
  policy: true,
  waivers: true,
  references: true,
  kinds: true,
  clouds: true,
  isListed: true,
  isVisible: true,
  describe: true,
  aliases: true,
  onUnknownAliases: true,
  onUnlisted: true,
  onFound: true,
  onUndescribed: true,
};
