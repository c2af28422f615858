import { isAwsHost } from "./aws-hosts.ts";
import type { Dialect } from "./dialects.ts";
import { ForeignAnswerError } from "./foreign-answer-error.ts";
import { malformed } from "./pages.ts";
import { UnexpectedAnswerError } from "./unexpected-answer-error.ts";

/** A complete answer over HTTP. */
export interface HttpAnswer {
  /** HTTP status. */
  readonly statusCode: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** As received. */
  readonly body: Uint8Array;
}

/** The question that an answer belongs to. */
export interface Question {
  /** The host that was called. */
  readonly hostname: string;
  /** Header `x-amz-target`, for example `TrentService.ListKeys`. */
  readonly target: string;
  /** What the service may leave out. */
  readonly dialect: Dialect;
}

/** The largest answer of AWS KMS, a page of a thousand keys, is below 200 KB. Parsing more takes seconds. */
const MAXIMUM_BYTES = 1024 * 1024;
const CHECK = "Check the endpoint and any proxy; read the resource to see whether it was changed.";
const WRITES = /\.(?:TagResource|UntagResource|DeleteImportedKeyMaterial)$/;
const LISTS: Readonly<Record<string, string>> = {
  "TrentService.ListResourceTags": "Tags",
  "TrentService.ListKeys": "Keys",
  "TrentService.ListAliases": "Aliases",
  "TrentService.ListKeyRotations": "Rotations",
};
/**
 * Checks an answer before the SDK reads it: the SDK accepts every status below 300 as a success and any object as the
 * expected one. AWS gives every answer a request id. Some emulators give none (local-kms, verified 2026-11-22): a write
 * without one counts only after a read has confirmed it.
 * @throws ForeignAnswerError if the answer is not one of AWS KMS
 * @throws UnexpectedAnswerError if it is not an answer to this question
 */
export function checkAnswer({ statusCode, headers, body }: HttpAnswer, { hostname, target, dialect }: Question): void {
  const requestId = requestIdIn(headers);
  if (!mayBeObject(body) || statusCode < 200 || (statusCode > 200 && statusCode < 400))
    throw new ForeignAnswerError(statusCode, requestId);
  if (statusCode !== 200) return;
  const isWrite = WRITES.test(target);
  if (requestId === undefined && (isWrite || isAwsHost(hostname))) {
    throw new UnexpectedAnswerError(
      "The answer (HTTP status 200) has no request id, so it may not be from AWS KMS.",
      undefined,
      CHECK,
    );
  }
  if (isWrite && body.length > 2) checkWriteAnswer(body, target, requestId);
  const list = LISTS[target];
  if (list !== undefined && dialect.emptyLists === "null") checkListAnswer(body, list, requestId);
}

function mayBeObject(body: Uint8Array): boolean {
  if (body.length > MAXIMUM_BYTES) return false;
  return body.length === 0 || body[0] === 0x7b || firstCharacter(body) === "{";
}

/** Answers to writes have no fields, except the two of DeleteImportedKeyMaterial. */
function checkWriteAnswer(body: Uint8Array, target: string, requestId: string | undefined): void {
  const known = target.endsWith(".DeleteImportedKeyMaterial") ? ["KeyId", "KeyMaterialId"] : [];
  if (fieldsIn(body)?.every((field) => known.includes(field)) !== false) return;
  throw new UnexpectedAnswerError(
    "The answer (HTTP status 200) has fields that AWS KMS does not return for a write.",
    requestId,
    CHECK,
  );
}

/** The SDK removes fields that are `null`, so only the text shows whether a list is `null` or absent. */
function checkListAnswer(body: Uint8Array, list: string, requestId: string | undefined): void {
  if (fieldsIn(body)?.includes(list) === false) throw malformed({ $metadata: { requestId } }, "no list");
}

/** Undefined if the body is not JSON: then the SDK throws, and its error is explained together with the status. */
function fieldsIn(body: Uint8Array): readonly string[] | undefined {
  try {
    // An object, as `mayBeObject` found its brace.
    const answer: object = JSON.parse(Buffer.from(body).toString());
    return Object.keys(answer);
  } catch {
    return undefined;
  }
}

function requestIdIn(headers: HttpAnswer["headers"]): string | undefined {
  let id = headers["x-amzn-requestid"];
  if (id === undefined) for (const name in headers) if (/^x-amzn?-request-?id$/i.test(name)) id = headers[name];
  return typeof id === "string" && /^[\w-]{1,128}$/.test(id) ? id : undefined;
}

/** The first character after white space. */
function firstCharacter(body: Uint8Array): string {
  let position = 0;
  // Space, tab, line feed, carriage return: the white space of JSON.
  while (position < body.length && [0x20, 0x09, 0x0a, 0x0d].includes(body[position] ?? 0)) position += 1;
  return String.fromCharCode(body[position] ?? 0);
}
