import { randomUUID } from "node:crypto";
import { CrosstagError } from "@crosstag/core";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ServiceContext } from "../service-context.ts";
import type { AwsWireOptions, ErrorNames } from "./aws-wire-options.ts";
import { errorNameFor, toWireError } from "./error-names.ts";
import { KeyListings } from "./key-listings.ts";
import { Markers } from "./markers.ts";
import { UsedSignatures } from "./used-signatures.ts";
import { verifySignature } from "./verify-signature.ts";
import { WireError } from "./wire-error.ts";
import type { WireAnswer, WireCall } from "./wire-operation.ts";
import { WIRE_OPERATIONS } from "./wire-operations.ts";

const CONTENT_TYPE = "application/x-amz-json-1.1";
const TARGET_PREFIX = "TrentService.";
/** A request has a name of a key and at most some hundred tags. */
const LARGEST_BODY = 1024 * 1024;
const USUAL_TIMEOUT_MS = 50_000;

/**
 * The protocol of AWS KMS (JSON 1.1, signed with Signature Version 4) over all configured clouds, at `POST /`: an unmodified
 * client of AWS tags a key of any cloud by its full name.
 */
export function createAwsWire(context: ServiceContext, options: AwsWireOptions): Hono {
  const { errorNames = "aws", timeoutMs = USUAL_TIMEOUT_MS, findKey, placesOf, recordDeletion } = options;
  const usedSignatures = new UsedSignatures(context.now);
  const shared = {
    crosstag: context.crosstag,
    placesOf,
    recordDeletion,
    markers: new Markers(),
    listings: new KeyListings(context.now),
  };
  const app = new Hono();
  const onError = () => {
    throw new WireError("RequestEntityTooLargeException", `The body has more than ${LARGEST_BODY} bytes.`, 413);
  };
  app.post("/", bodyLimit({ maxSize: LARGEST_BODY, onError }), async ({ req: { raw } }) => {
    const body = new Uint8Array(await raw.arrayBuffer());
    const { accessKeyId, signature } = await verifySignature(
      { method: raw.method, target: targetOf(raw.url), headers: raw.headers, body },
      (id) => findKey(id)?.secretAccessKey,
      context.now(),
    );
    const key = findKey(accessKeyId);
    const operation = WIRE_OPERATIONS.get(operationIn(raw.headers));
    if (key === undefined || operation === undefined) throw unknownOperation();
    key.caller.allowOperation(operation.permission);
    if (operation.permission === "delete-key-material") usedSignatures.use(signature);
    const { caller, deletableKeyMaterial } = key;
    const requestId = randomUUID();
    const call: WireCall = {
      ...shared,
      caller,
      deletableKeyMaterial,
      requestId,
      options: { signal: raw.signal, timeoutMs },
    };
    return answer(await operation.perform(body, call), errorNames, requestId);
  });
  app.onError((error, { req: { raw } }) => answerError(error, errorNames, operationIn(raw.headers), randomUUID()));
  return app;
}

function targetOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function operationIn(headers: Headers): string {
  const target = headers.get("x-amz-target") ?? "";
  const type = headers.get("content-type") ?? "";
  const isJson = type.split(";", 1)[0]?.trim().toLowerCase() === CONTENT_TYPE;
  return isJson && target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : "";
}

function unknownOperation(): WireError {
  const offered = [...WIRE_OPERATIONS.keys()].join(", ");
  return new WireError(
    "UnknownOperationException",
    `Send Content-Type: ${CONTENT_TYPE}, and X-Amz-Target: ${TARGET_PREFIX} with one of ${offered}.`,
  );
}

function answer(fields: WireAnswer, names: ErrorNames, requestId: string): Response {
  // An operation without an answer: AWS sends no body, QKMS an empty object.
  const empty = names === "aws" ? "" : "{}";
  return new Response(fields === undefined ? empty : JSON.stringify(fields), { headers: headersOf(requestId) });
}

function answerError(error: unknown, names: ErrorNames, operation: string, requestId: string): Response {
  const { name, message, status, retryAfterSeconds } = wireErrorOf(error);
  const body = JSON.stringify({ __type: errorNameFor(names, operation, name), message });
  const retry = retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) };
  return new Response(body, { status, headers: { ...headersOf(requestId), ...retry } });
}

function wireErrorOf(error: unknown): WireError {
  if (error instanceof WireError) return error;
  if (CrosstagError.is(error)) return toWireError(error);
  // Its text may be a cloud's.
  return new WireError("KMSInternalException", "The service failed. Its log has more.", 500);
}

function headersOf(requestId: string): Readonly<Record<string, string>> {
  return { "Content-Type": CONTENT_TYPE, "x-amzn-RequestId": requestId };
}
