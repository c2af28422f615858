import type { FileHandle } from "node:fs/promises";

const CHUNK_BYTES = 256 * 1024;
const LINE_FEED = 10;

/**
 * A file from one position to another, in pieces that are the reader's own to keep. Does not move the handle's position.
 * @param to default: the end of the file
 */
export async function* readChunks(
  file: FileHandle,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer, void, undefined> {
  for (let position = from; position < to;) {
    const size = Math.min(CHUNK_BYTES, to - position);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(size), 0, size, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** A file as lines, many at a time: a million lines must not cost a million turns of the event loop. */
export class LineReader {
  /** What follows the last line feed; known when the batches have been read to their end. */
  rest: Buffer = Buffer.alloc(0);
  readonly #file: FileHandle;
  readonly #from: number;
  readonly #to: number | undefined;

  constructor(file: FileHandle, from = 0, to?: number) {
    this.#file = file;
    this.#from = from;
    this.#to = to;
  }

  /** Whole lines without their line feeds, in order. */
  async *batches(): AsyncGenerator<readonly Buffer[], void, undefined> {
    // A line longer than many chunks must not be copied again with each of them.
    let begun: Buffer[] = [];
    for await (const chunk of readChunks(this.#file, this.#from, this.#to)) {
      const lines: Buffer[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
        const piece = chunk.subarray(start, end);
        lines.push(begun.length === 0 ? piece : Buffer.concat([...begun, piece]));
        begun = [];
        start = end + 1;
      }
      if (start < chunk.length) begun.push(chunk.subarray(start));
      if (lines.length > 0) yield lines;
    }
    this.rest = Buffer.concat(begun);
  }
}
