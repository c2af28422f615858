import { expect, test } from "vitest";
import { decodeText } from "../src/input/decode-text.ts";

const TEXT = "reference;note\r\nkey-1;Zoë 東京\r\n";

function utf16be(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

test.each([
  ["UTF-8", Buffer.from(TEXT)],
  ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${TEXT}`)],
  [
    "UTF-16 LE with a byte order mark, as PowerShell's > and Excel's “Unicode text” write it",
    Buffer.from(`\uFEFF${TEXT}`, "utf16le"),
  ],
  ["UTF-16 BE with a byte order mark", utf16be(`\uFEFF${TEXT}`)],
  ["UTF-16 LE without one", Buffer.from(TEXT, "utf16le")],
  ["UTF-16 BE without one", utf16be(TEXT)],
])("%s is read", (_, bytes) => {
  expect(decodeText(bytes)).toEqual({ text: TEXT });
});

test("an empty text is one, and so is one byte", () => {
  expect(decodeText(Buffer.alloc(0))).toEqual({ text: "" });
  expect(decodeText(Buffer.from("a"))).toEqual({ text: "a" });
  expect(decodeText(Buffer.from([0xff, 0xfe]))).toEqual({ text: "" });
});

test("lines may end with a carriage return alone", () => {
  expect(decodeText(Buffer.from("key-1\rkey-2\r"))).toEqual({ text: "key-1\nkey-2\n" });
  expect(decodeText(Buffer.from('"a\rb"\n'))).toEqual({ text: '"a\rb"\n' });
});

test.each([
  [
    "windows-1252",
    Buffer.from("key-1\nZo\u00EB\n", "latin1"),
    "is not encoded in UTF-8: line 2 has a byte that another encoding needs, such as windows-1252",
  ],
  ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), "is encoded in UTF-32"],
  [
    "UTF-16 that is cut off",
    Buffer.from(`\uFEFF${TEXT}`, "utf16le").subarray(0, -1),
    "looks like UTF-16, but is cut off or damaged",
  ],
  ["a workbook", Buffer.from("PK\u0003\u0004…"), "is a ZIP archive or a workbook (.xlsx), not a text"],
  ["gzip", Buffer.from([0x1f, 0x8b, 8, 0]), "is compressed with gzip"],
  [
    "bytes",
    Buffer.from("a\u0000\u0000\u0000b, and something more that is text"),
    "holds zero bytes; it is not a text file",
  ],
])("%s is refused by its name", (_, bytes, problem) => {
  expect(decodeText(bytes)).toMatchObject({ problem });
});
