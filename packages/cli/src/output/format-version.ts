import { FORMAT_VERSION } from "@crosstag/operations/format-version";

/** The document as it is written: its version is its first field. */
export function withFormatVersion(document: object): object {
  return { formatVersion: FORMAT_VERSION, ...document };
}

/** The same for a document that comes in parts, of which the first begins with `{` and a line feed. */
export async function* beginDocument(parts: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let isFirst = true;
  for await (const part of parts) {
    yield isFirst ? `{\n  "formatVersion": ${FORMAT_VERSION},${part.slice(1)}` : part;
    isFirst = false;
  }
}
