import type { LengthUnit } from "../rules/tag-rules.ts";

/** Apart from the rules engine's own measure on purpose: the one is tested by the other. */
export function textLength(text: string, unit: LengthUnit): number {
  switch (unit) {
    case "utf16-units":
      return text.length;
    case "utf8-bytes":
      return Buffer.byteLength(text);
    case "code-points":
      return Array.from(text).length;
  }
}
