import type { Readable } from "node:stream";

/** The text that a stream holds at the moment. From Node.js 26 on, one `read()` returns one of the chunks only. */
export function readAll(stream: Readable): string {
  const chunks: Buffer[] = [];
  for (let chunk: unknown = stream.read(); chunk !== null; chunk = stream.read())
    chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString("utf8");
}
