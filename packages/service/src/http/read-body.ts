import { ServiceError } from "./service-error.ts";

/**
 * Reads the body of a request as text; an empty text if it has none.
 * @param mostBytes the largest body, in bytes
 * @throws ServiceError 413 if it is larger, 400 if it is not UTF-8
 */
export async function readBody(request: Request, mostBytes: number): Promise<string> {
  const length = request.headers.get("Content-Length");
  if (length !== null) {
    if (Number(length) > mostBytes) throw tooLarge(mostBytes);
    // The server takes no more bytes than the header says.
    return decode(await request.arrayBuffer());
  }
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw tooLarge(mostBytes);
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks));
}

/** Lenient decoders put U+FFFD in the place of what they cannot read, and that would become part of a tag. */
function decode(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ServiceError({
      code: "invalid-request",
      status: 400,
      message: "The body is not text in UTF-8.",
      hint: "Send JSON in UTF-8.",
    });
  }
}

function tooLarge(mostBytes: number): ServiceError {
  return new ServiceError({
    code: "invalid-request",
    status: 413,
    message: `The body is larger than ${mostBytes} bytes.`,
    hint: "Send the resources in several requests.",
    // What is left of the body is not read.
    headers: { Connection: "close" },
  });
}
