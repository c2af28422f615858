import { ServiceError } from "./service-error.ts";

/**
 * Reads the body of a request as text; an empty text if it has none.
 * @param mostBytes the largest body, in bytes
 * @throws ServiceError 413 if it is larger
 */
export async function readBody(request: Request, mostBytes: number): Promise<string> {
  const length = request.headers.get("Content-Length");
  if (length !== null) {
    if (Number(length) > mostBytes) throw tooLarge(mostBytes);
    // The server takes no more bytes than the header says.
    return request.text();
  }
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw tooLarge(mostBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
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
