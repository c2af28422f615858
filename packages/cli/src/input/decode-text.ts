import { isUtf8 } from "node:buffer";

/** Text as it was meant, or what keeps the bytes from being read as text, as the end of "The file … ". */
export type DecodedText = { readonly text: string } | { readonly problem: string; readonly hint: string };

const SAVE_AS_UTF8 = "Save it as UTF-8 (in Excel: “CSV UTF-8”; in editors: “Save with encoding”).";

const NOT_TEXT: readonly (readonly [start: readonly number[], name: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "is a ZIP archive or a workbook (.xlsx), not a text"],
  [[0xd0, 0xcf, 0x11, 0xe0], "is an old workbook or document (.xls, .doc), not a text"],
  [[0x25, 0x50, 0x44, 0x46], "is a PDF document, not a text"],
  [[0x1f, 0x8b], "is compressed with gzip"],
];

/** Bytes that show how UTF-16 without a byte order mark is laid out. */
const SAMPLE_BYTES = 512;

/**
 * Bytes of a file as text: UTF-8, or UTF-16 as PowerShell and Excel write it, with or without a byte order mark. Another
 * encoding is refused, not guessed: the same byte is another letter in each of them, and would end up in a tag.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (starts(bytes, [0xff, 0xfe, 0, 0]) || starts(bytes, [0, 0, 0xfe, 0xff]))
    return { problem: "is encoded in UTF-32", hint: SAVE_AS_UTF8 };
  const wide = utf16Of(bytes);
  if (wide !== undefined) return decodeUtf16(bytes, wide);
  const known = NOT_TEXT.find(([start]) => starts(bytes, start));
  if (known !== undefined) return { problem: known[1], hint: "Save or export it as a text file." };
  if (!isUtf8(bytes))
    return {
      problem: `is not encoded in UTF-8: line ${lineOf(bytes)} has a byte that another encoding needs, such as windows-1252`,
      hint: SAVE_AS_UTF8,
    };
  if (bytes.includes(0)) return { problem: "holds zero bytes; it is not a text file", hint: SAVE_AS_UTF8 };
  return { text: withLineFeeds(new TextDecoder().decode(bytes)) };
}

function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (starts(bytes, [0xff, 0xfe])) return "utf-16le";
  if (starts(bytes, [0xfe, 0xff])) return "utf-16be";
  // Letters, digits and signs of our texts are ASCII, so that every other byte is zero.
  const sample = bytes.subarray(0, Math.min(SAMPLE_BYTES, bytes.length - (bytes.length % 2)));
  if (sample.length < 2) return undefined;
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const enough = sample.length / 4;
  if (odd > enough && even === 0) return "utf-16le";
  return even > enough && odd === 0 ? "utf-16be" : undefined;
}

function decodeUtf16(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be"): DecodedText {
  try {
    return { text: withLineFeeds(new TextDecoder(encoding, { fatal: true }).decode(bytes)) };
  } catch {
    return { problem: "looks like UTF-16, but is cut off or damaged", hint: SAVE_AS_UTF8 };
  }
}

/** Old programs end lines with a carriage return alone. */
function withLineFeeds(text: string): string {
  return text.includes("\r") && !text.includes("\n") ? text.replaceAll("\r", "\n") : text;
}

/** The line with the first byte that UTF-8 cannot have there. */
function lineOf(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end;
    if (!isUtf8(bytes.subarray(start, stop))) return line;
    line += 1;
    start = stop + 1;
  }
  return line;
}

function starts(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
