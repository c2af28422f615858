import { ForeignAnswerError } from "./foreign-answer-error.ts";
import { UnexpectedAnswerError } from "./unexpected-answer-error.ts";

/** An answer as it came over HTTP, its body complete. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
}

/** The largest answer of AWS KMS, a page of a thousand keys, is below 200 KB. Parsing more costs seconds. */
const MOST_BYTES = 1024 * 1024;
const CHECK = "Check the endpoint and any proxy; read the resource to see whether it was changed.";
const WRITES = /\.(?:TagResource|UntagResource|DeleteImportedKeyMaterial)$/;
/** DNS suffixes of AWS's partitions, from the SDK's own list (client-kms 3.1162.0). */
const OWN_HOST =
  /\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|api\.aws|api\.amazonwebservices\.(?:com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

/**
 * Holds an answer against what AWS KMS answers, before the SDK reads it: the SDK takes every status below 300 for a
 * success and any object for what was promised. AWS gives every answer a request id; of the emulators some give none
 * (local-kms, verified 2026-11-22), so that a write without one counts only when a reading has shown it.
 * @throws ForeignAnswerError, UnexpectedAnswerError
 */
export function checkAnswer({ statusCode, headers, body }: HttpAnswer, hostname: string, target: string): void {
  const requestId = requestIdIn(headers);
  const isObject = body.length === 0 || body[0] === 0x7b || firstSign(body) === "{";
  if (body.length > MOST_BYTES || !isObject || statusCode < 200 || (statusCode > 200 && statusCode < 400))
    throw new ForeignAnswerError(statusCode, requestId);
  if (statusCode !== 200) return;
  const isWrite = WRITES.test(target);
  if (requestId === undefined && (isWrite || OWN_HOST.test(hostname))) {
    throw new UnexpectedAnswerError(
      "The answer (HTTP status 200) has no request id, so that nothing shows that AWS KMS gave it.",
      undefined,
      CHECK,
    );
  }
  if (isWrite && body.length > 2) checkWriteAnswer(body, target, requestId);
}

/** Answers to writes have no fields, but for the two of DeleteImportedKeyMaterial. */
function checkWriteAnswer(body: Uint8Array, target: string, requestId: string | undefined): void {
  let fields: readonly string[];
  try {
    fields = Object.keys(JSON.parse(Buffer.from(body).toString()) as object);
  } catch {
    // The SDK meets the same text, and its error is explained with the status.
    return;
  }
  const known = target.endsWith(".DeleteImportedKeyMaterial") ? ["KeyId", "KeyMaterialId"] : [];
  if (fields.every((field) => known.includes(field))) return;
  throw new UnexpectedAnswerError(
    "The answer has status 200, but is not what AWS KMS answers to a write.",
    requestId,
    CHECK,
  );
}

function requestIdIn(headers: HttpAnswer["headers"]): string | undefined {
  let id = headers["x-amzn-requestid"];
  if (id === undefined) for (const name in headers) if (/^x-amzn?-request-?id$/i.test(name)) id = headers[name];
  return typeof id === "string" && /^[\w-]{1,128}$/.test(id) ? id : undefined;
}

/** The first sign that is not a blank. */
function firstSign(body: Uint8Array): string {
  let position = 0;
  // Blank, tab, line feed, carriage return: what JSON allows.
  while (position < body.length && [0x20, 0x09, 0x0a, 0x0d].includes(body[position] as number)) position += 1;
  return String.fromCharCode(body[position] ?? 0);
}
