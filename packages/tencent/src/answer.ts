import type { HttpAnswer } from "@crosstag/driver-kit/http";
import { TencentCallError } from "./call-error.ts";
import { readDenial } from "./denial.ts";

/** The largest answer, a page of 200 keys, is below 200 KB. Parsing more takes seconds. */
const MOST_CHARACTERS = 1024 * 1024;

/** A success of Tencent Cloud. */
export interface Answer {
  /** The service's id of the request. */
  readonly requestId: string;
  /** The fields of the answer. */
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Reads an answer. A success has status 200, `Response` with a request id, and no error: a proxy's `{}`, a 202 or a redirect is
 * not one. Nearly every refusal has status 200, too. `resources`: the number of resources in the call.
 * @throws TencentCallError `refused`, or `unreadable` for any other answer
 */
export function readAnswer({ status, body: bytes }: HttpAnswer, resources: number): Answer {
  const outer = parseObject(bytes.toString());
  const response = outer?.["Response"];
  const body = isObject(response) ? response : {};
  const requestId = safeIdentifier(body["RequestId"]);
  const { Error: error } = body;
  if (status === 200 && requestId !== undefined && error === undefined) return { requestId, body };

  const identified = requestId === undefined ? {} : { requestId };
  const code = isObject(error) ? safeIdentifier(error["Code"]) : undefined;
  if (code === undefined || (status !== 200 && status < 400))
    throw new TencentCallError({ kind: "unreadable", status, ...identified });
  const denial = isObject(error) && code.startsWith("UnauthorizedOperation") ? readDenial(error["Message"]) : undefined;
  throw new TencentCallError({
    kind: "refused",
    status,
    code,
    resources,
    ...identified,
    ...(denial !== undefined && { denial }),
  });
}

/** The error for an answer that is not as documented. `what`: what it contains. */
export function malformed({ requestId }: Answer, what: string): TencentCallError {
  return new TencentCallError({ kind: "malformed", requestId, what });
}

/** A JSON object, not an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A whole number from 0 on. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** A list of objects in an answer; an entry of another type counts as an empty one. @throws TencentCallError `malformed` */
export function listIn(answer: Answer, name: string): readonly Readonly<Record<string, unknown>>[] {
  const rows = answer.body[name];
  if (!Array.isArray(rows)) throw malformed(answer, `no list ${name}`);
  return rows.map((row: unknown) => (isObject(row) ? row : {}));
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.length > MOST_CHARACTERS || !/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Codes and request ids are printed and logged, so they must look like identifiers. */
export function safeIdentifier(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{1,128}$/.test(value) ? value : undefined;
}
