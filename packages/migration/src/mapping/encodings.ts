/**
 * Reversible encodings into characters that every cloud accepts. The result begins with a mark, so that the reverse
 * mapping finds it. A text that already begins with the mark is encoded, too.
 */
export const ENCODING_NAMES = ["escape", "base64url"] as const;
/** The name of an encoding in `ENCODING_NAMES`. */
export type EncodingName = (typeof ENCODING_NAMES)[number];

interface Encoding {
  readonly mark: string;
  readonly encode: (text: string) => string;
  /** Undefined if the text cannot have come from `encode`. */
  readonly decode: (text: string) => string | undefined;
}

const ENCODINGS: Readonly<Record<EncodingName, Encoding>> = {
  // Like percent-encoding, but no cloud accepts a percent sign.
  escape: { mark: "esc:", encode: escapeText, decode: unescapeText },
  base64url: { mark: "b64:", encode: toBase64Url, decode: fromBase64Url },
};

/** Undefined if the text has no reversible form: half a surrogate pair has no UTF-8 bytes. */
export function encodeText(name: EncodingName, text: string): string | undefined {
  return text.isWellFormed() ? ENCODINGS[name].mark + ENCODINGS[name].encode(text) : undefined;
}

/** The text before one of the encodings; undefined if none of them made it. */
export function decodeText(names: readonly EncodingName[], text: string): string | undefined {
  const name = names.find((candidate) => text.startsWith(ENCODINGS[candidate].mark));
  if (name === undefined) return undefined;
  return ENCODINGS[name].decode(text.slice(ENCODINGS[name].mark.length));
}

export function isMarked(names: readonly EncodingName[], text: string): boolean {
  return names.some((name) => text.startsWith(ENCODINGS[name].mark));
}

const utf8 = new TextEncoder();
// Strict: bytes that are not UTF-8 were not made here. A byte order mark is a character like any other.
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function escapeText(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_./:+@-]/gu, (character) =>
    [...utf8.encode(character)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
}

function unescapeText(text: string): string | undefined {
  if (!/^(?:[A-Za-z0-9_./:+@-]|=[0-9A-F]{2})*$/.test(text)) return undefined;
  const bytes = (text.match(/=..|./g) ?? []).map((part) =>
    part.length === 1 ? part.charCodeAt(0) : Number.parseInt(part.slice(1), 16),
  );
  return decodeUtf8(Uint8Array.from(bytes));
}

function toBase64Url(text: string): string {
  const bytes = String.fromCharCode(...utf8.encode(text));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): string | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return decodeUtf8(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}
