import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Context, MiddlewareHandler } from "hono";
import { readBody } from "../http/read-body.ts";
import type { Caller } from "../caller.ts";
import type { ServiceEnvironment } from "../http/service-environment.ts";
import { ServiceError } from "../http/service-error.ts";
import type { ServiceContext } from "../service-context.ts";
import { IdempotencyStore, type EarlierRequest } from "./idempotency-store.ts";
import { noteChanges, type NotedCaller } from "./noted-changes.ts";

const HEADER = "Idempotency-Key";
const KEY_FORM = /^[\x21-\x7e]{1,255}$/;

type ServiceRequest = Context<ServiceEnvironment>;

/**
 * Makes requests that change something repeatable: a second request with the same `Idempotency-Key`, the same caller and the
 * same body gets the answer of the first, for 24 hours, also from the next process, as long as the caller may do what it did.
 * Requests that only read ignore the header, because they can be repeated anyway; all answers that are streams are of such
 * requests.
 * @param mostBodyBytes the largest body, in bytes
 */
export function idempotentRequests(
  { stateFolder, now }: Pick<ServiceContext, "stateFolder" | "now">,
  mostBodyBytes: number,
): MiddlewareHandler<ServiceEnvironment> {
  const store = new IdempotencyStore(join(stateFolder, "idempotency"), now);
  return async (context, next) => {
    const key = context.req.header(HEADER);
    const caller = context.get("caller");
    const operation = context.get("operation");
    if (key === undefined || caller === undefined || operation === undefined || operation.effect === "read") {
      await next();
      return undefined;
    }
    if (!KEY_FORM.test(key)) throw malformedKey();
    const fingerprint = await takeFingerprint(context, mostBodyBytes);
    const earlier = await store.begin(caller.name, key, fingerprint);
    if (earlier !== undefined) return answerAgain(earlier, fingerprint, caller);
    const noted = noteChanges(caller);
    context.set("caller", noted.caller);
    await next();
    await settle(context, store, { key, ...noted });
    return undefined;
  };
}

/** Reads the body, and leaves it to be read again. */
async function takeFingerprint({ req }: ServiceRequest, mostBodyBytes: number): Promise<string> {
  const { raw } = req;
  const body = await readBody(raw, mostBodyBytes);
  const { method, url, headers, signal } = raw;
  req.raw = new Request(url, { method, headers, signal, ...(body !== "" && { body }) });
  const { pathname, search } = new URL(url);
  return createHash("sha256")
    .update(JSON.stringify([method, pathname, search, body]))
    .digest("hex");
}

/** @throws CrosstagError `access-denied` if the caller may not do any more what the first request did */
function answerAgain(earlier: EarlierRequest, fingerprint: string, caller: Caller): Response {
  if (earlier.fingerprint !== undefined && earlier.fingerprint !== fingerprint)
    throw new ServiceError({
      code: "invalid-request",
      message: `Another request was sent with this ${HEADER}. Nothing was done for this one.`,
      hint: "Send each request with its own key; repeat a request with the same path and body.",
    });
  if (earlier.state === "under-way")
    throw new ServiceError({
      code: "conflict",
      retry: "transient",
      message: `The first request with this ${HEADER} is still under way.`,
      hint: "Repeat it later; it gets the answer of the first.",
      headers: { "Retry-After": "1" },
    });
  if (earlier.state === "unanswered")
    throw new ServiceError({
      code: "conflict",
      message: `The first request with this ${HEADER} ended without an answer. It may have been applied, in whole or in part.`,
      hint: "Read the tags, plans or runs that it concerns, and send what is missing with another key.",
    });
  const { status, contentType, body, allowed } = earlier.answer;
  for (const { places, tagKeys } of allowed) caller.allowChange(places, tagKeys);
  return new Response(body, { status, headers: { "Content-Type": contentType, "Idempotency-Replayed": "true" } });
}

async function settle(
  context: ServiceRequest,
  store: IdempotencyStore,
  { caller: { name: caller }, key, allowed }: NotedCaller & { readonly key: string },
): Promise<void> {
  const { res } = context;
  if (res.status < 400) {
    const contentType = res.headers.get("Content-Type") ?? "application/json";
    const body = await res.clone().text();
    // What was done is the answer, even if it cannot be kept: the answer to a repeated request is that it may have been applied.
    await store.keep(caller, key, { status: res.status, contentType, body, allowed }).catch(() => {});
  } else if (res.status >= 500 && context.get("performing") === true) store.leave(caller, key);
  else await store.forget(caller, key);
}

function malformedKey(): ServiceError {
  return new ServiceError({
    code: "invalid-request",
    message: `${HEADER} is not 1 to 255 ASCII characters without spaces.`,
    hint: "A UUID is a good key.",
  });
}
