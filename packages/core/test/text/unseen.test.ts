import { describe, expect, it } from "vitest";
import { hasUnseen, jsonText, replaceUnseen, withoutLineCommands } from "../../src/internal.ts";

const shown = (text: string) => replaceUnseen(text, (codePoint) => `<${codePoint.toString(16)}>`);

/** Blanks, fillers and marks that AWS allows in tags, and what moves or hides in a terminal. */
const UNSEEN = [
  0x00, 0x0a, 0x1b, 0x7f, 0x9b, 0xa0, 0xad, 0x03_4f, 0x06_1c, 0x11_5f, 0x16_80, 0x18_0e, 0x20_03, 0x20_0b, 0x20_28,
  0x20_2e, 0x20_2f, 0x20_60, 0x20_66, 0x28_00, 0x30_00, 0x31_64, 0xd8_00, 0xfe_0f, 0xfe_ff, 0xff_a0, 0xe_00_41,
];

describe("characters that cannot be seen", () => {
  it("are all found", () => {
    for (const codePoint of UNSEEN) {
      const text = `a${String.fromCodePoint(codePoint)}b`;
      expect(hasUnseen(text)).toBe(true);
      expect(shown(text)).toBe(`a<${codePoint.toString(16)}>b`);
    }
  });

  it("are not visible letters, marks or signs, and not the usual blank", () => {
    const text = "Zoë 東京 हिन्दी עברית 😀 a\u0301 ~!@#$%^&*()_+=[]{}|;':\",./<>?";
    expect(hasUnseen(text)).toBe(false);
    expect(shown(text)).toBe(text);
  });

  it("keep their value in JSON, as what no terminal and no build service obeys", () => {
    const value = {
      "team\u3164": "a\u009B31m\u202Eb\u{E0041}",
      list: ["::error::x", "##[error]x", "##vso[task.x]"],
      n: 1,
    };
    for (const indent of [undefined, 2]) {
      const text = jsonText(value, indent);
      expect(JSON.parse(text)).toEqual(value);
      expect(text).toMatch(/^[\n\u0020-\u007E]*$/);
      expect(text).not.toMatch(/##\w*\[|^\s*::/m);
    }
    expect(jsonText("\u{E0041}")).toBe(String.raw`"\udb40\udc41"`);
    expect(jsonText(undefined)).toBe("null");
  });

  it("lines begin with no command of a build service", () => {
    expect(withoutLineCommands("::error::x\n  ::add-mask::y\na::b::")).toBe(
      String.raw`\u003a:error::x${"\n"}  \u003a:add-mask::y${"\n"}a::b::`,
    );
    expect(shown("##vso[task.setvariable]x ##[error] #[a]")).toBe("<23>#vso[task.setvariable]x <23>#[error] #[a]");
  });
});
