import { isAwsHost } from "./aws-hosts.ts";
import { ForeignAnswerError } from "./foreign-answer-error.ts";
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

/** What the answers of a service have. */
export interface AnswerForm {
  /** The service in messages: `AWS KMS`. */
  readonly title: string;
  /** The size that no answer has, in bytes: parsing more takes seconds. */
  readonly mostBytes: number;
  /**
   * The fields that the answers to an operation can have, by operation: of writes, and of reads whose answer can be without
   * any field. Nothing but the request id shows whose answer that is, so it has to be there.
   */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /**
   * The list that the answer to an operation has to have, if only as `null`. The SDK removes fields that are `null`, so
   * only the text shows whether a list is `null` or absent.
   */
  readonly lists: ReadonlyMap<string, string>;
}

/** The question that an answer belongs to. */
export interface Question {
  /** The host that was called. */
  readonly hostname: string;
  /** Header `x-amz-target`, for example `TrentService.ListKeys`. */
  readonly target: string;
  /** What its answer has. */
  readonly form: AnswerForm;
}

const CHECK = "Check the endpoint and any proxy; read the resource to see whether it was changed.";

/**
 * Checks an answer before the SDK reads it: the SDK accepts every status below 300 as a success and any object as the
 * expected one. AWS gives every answer a request id. Some emulators give none (local-kms, verified 2026-11-22): a write
 * without one counts only after a read has confirmed it.
 * @throws ForeignAnswerError if the answer is not one of the service
 * @throws UnexpectedAnswerError if it is not an answer to this question
 */
export function checkAnswer({ statusCode, headers, body }: HttpAnswer, { hostname, target, form }: Question): void {
  const requestId = requestIdIn(headers);
  if (!mayBeObject(body, form.mostBytes) || statusCode < 200 || (statusCode > 200 && statusCode < 400))
    throw new ForeignAnswerError(statusCode, requestId);
  if (statusCode !== 200) return;
  const operation = target.slice(target.indexOf(".") + 1);
  const known = form.fields.get(operation);
  if (requestId === undefined && (known !== undefined || isAwsHost(hostname))) {
    throw new UnexpectedAnswerError(
      `The answer (HTTP status 200) has no request id, so it may not be from ${form.title}.`,
      undefined,
      CHECK,
    );
  }
  if (known !== undefined && body.length > 2) checkFields(body, { known, title: form.title }, requestId);
  const list = form.lists.get(operation);
  if (list !== undefined && fieldsIn(body)?.includes(list) === false)
    throw malformed({ $metadata: { requestId } }, "no list", form.title);
}

/** The part of an answer of the SDK that all operations have. */
export interface Answer {
  /** What the SDK says of the request. */
  readonly $metadata: { readonly requestId?: string | undefined };
}

/** The request id of an answer, as part of a receipt. */
export function requestIdOf({ $metadata: { requestId } }: Answer): { readonly requestId?: string } {
  return requestId === undefined ? {} : { requestId };
}

/**
 * The error for an answer that is not as documented. `what`: what it contains.
 * @param title the service that was asked. Default: AWS KMS
 */
export function malformed(
  { $metadata: { requestId } }: Answer,
  what: string,
  title = "AWS KMS",
): UnexpectedAnswerError {
  return new UnexpectedAnswerError(
    `The answer is not as ${title} documents it: it contains ${what}.`,
    requestId,
    "Check the endpoint: another server, or another version of the service, may have answered.",
  );
}

/** An id or ARN that can be printed and sent, visible ASCII of at most 2,048 characters. Undefined: it is none. */
export function nameIn(value: unknown): string | undefined {
  return typeof value === "string" && /^[!-~]{1,2048}$/.test(value) ? value : undefined;
}

function mayBeObject(body: Uint8Array, mostBytes: number): boolean {
  if (body.length > mostBytes) return false;
  return body.length === 0 || body[0] === 0x7b || firstCharacter(body) === "{";
}

function checkFields(
  body: Uint8Array,
  { known, title }: { readonly known: readonly string[]; readonly title: string },
  requestId: string | undefined,
): void {
  if (fieldsIn(body)?.every((field) => known.includes(field)) !== false) return;
  throw new UnexpectedAnswerError(
    `The answer (HTTP status 200) has fields that ${title} does not return for this operation.`,
    requestId,
    CHECK,
  );
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
