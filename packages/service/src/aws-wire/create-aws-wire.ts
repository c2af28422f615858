import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ServiceEnvironment } from "../http/service-environment.ts";
import type { ServiceContext } from "../service-context.ts";
import type { AwsWireParts, WireKey } from "./aws-wire-options.ts";
import { failureOf } from "./failure-of.ts";
import { KeyListings } from "./key-listings.ts";
import { Markers } from "./markers.ts";
import { UsedSignatures } from "./used-signatures.ts";
import { verifySignature } from "./verify-signature.ts";
import { WireError } from "./wire-error.ts";
import type { WireCall, WireOperation } from "./wire-operation.ts";
import { WIRE_OPERATIONS } from "./wire-operations.ts";
import { CONTENT_TYPE, operationIn, TARGET_PREFIX, targetOf } from "./wire-request.ts";
import { wireErrorResponse, wireResponse } from "./wire-response.ts";

/** A request has a name of a key and at most some hundred tags. */
const LARGEST_BODY = 1024 * 1024;
const USUAL_TIMEOUT_MS = 50_000;

/**
 * The protocol of AWS KMS (JSON 1.1, signed with Signature Version 4) over all configured clouds, at `POST /`: an unmodified
 * client of AWS tags a key of any cloud by its full name.
 */
export function createAwsWire(context: ServiceContext, options: AwsWireParts): Hono<ServiceEnvironment> {
  const { errorNames = "aws" } = options;
  const letIn = entrance(context, options);
  const perform = performer(context, options);
  const app = new Hono<ServiceEnvironment>();
  app.post("/", bodyLimit({ maxSize: LARGEST_BODY, onError: refuseBody }), async (honoContext) => {
    const request = honoContext.req.raw;
    const body = new Uint8Array(await request.arrayBuffer());
    const { key, operation } = await letIn(request, body, honoContext);
    const requestId = honoContext.get("requestId");
    return wireResponse(await perform(operation, key, { request, body, requestId }), { errorNames, requestId });
  });
  app.onError((error, honoContext) => {
    honoContext.set("failure", failureOf(error));
    return wireErrorResponse(error, honoContext.req.raw, { errorNames, requestId: honoContext.get("requestId") });
  });
  return app;
}

interface AdmittedRequest {
  readonly key: WireKey;
  readonly operation: WireOperation;
}

/** Checks who signed a request, and whether the caller may use its operation. */
function entrance({ now }: ServiceContext, { findKey }: AwsWireParts) {
  const usedSignatures = new UsedSignatures(now);
  return async (
    request: Request,
    body: Uint8Array,
    honoContext: Context<ServiceEnvironment>,
  ): Promise<AdmittedRequest> => {
    const { accessKeyId, signature } = await verifySignature(
      { method: request.method, target: targetOf(request), headers: request.headers, body },
      (id) => findKey(id)?.secretAccessKey,
      now(),
    );
    const key = findKey(accessKeyId);
    const named = operationIn(request);
    const operation = WIRE_OPERATIONS.get(named);
    honoContext.set("caller", key?.caller);
    if (key === undefined || operation === undefined) throw unknownOperation(named);
    const { definition } = operation;
    honoContext.set("operation", definition);
    key.caller.allowOperation(definition.name);
    if (definition.effect === "delete") usedSignatures.use(signature);
    return { key, operation };
  };
}

interface ReceivedBody {
  readonly request: Request;
  readonly body: Uint8Array;
  readonly requestId: string;
}

/** Performs operations, each as long as its request lives. */
function performer({ crosstag, now, state }: ServiceContext, options: AwsWireParts) {
  const { lives, timeoutMs = USUAL_TIMEOUT_MS } = options;
  const { places, writes, keyMaterial } = state;
  const namingDrivers = [
    ...new Map([...crosstag.drivers.values()].map((driver) => [driver.references, driver])).values(),
  ];
  const shared = {
    crosstag,
    namingDrivers,
    places,
    writes,
    keyMaterial,
    markers: new Markers(),
    listings: new KeyListings(now),
  };
  return async (operation: WireOperation, key: WireKey, { request, body, requestId }: ReceivedBody) => {
    const { caller, deletableKeyMaterial } = key;
    const isRead = operation.definition.effect === "read";
    // What was begun in a cloud has an outcome, with or without a caller.
    const life = lives.begin({ timeLimitMs: timeoutMs, ...(isRead && { callerSignal: request.signal }) });
    const call: WireCall = { ...shared, caller, deletableKeyMaterial, requestId, options: { until: life } };
    try {
      return await operation.perform(body, call);
    } catch (error) {
      // The reason of an end is known best here, unless it is said what became of a change.
      throw error instanceof WireError ? error : (life.ended ?? error);
    } finally {
      life.end();
    }
  };
}

/** What to do instead of an operation that is not offered. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  [
    "ListAliases",
    "To find the key of an alias, call DescribeKey with the alias as KeyId. To list aliases: POST /v1/find-resources with `aliases: true`.",
  ],
]);

/** @param named what the request names in the form of the protocol; empty: nothing */
function unknownOperation(named: string): WireError {
  const offered = [...WIRE_OPERATIONS.keys()].join(", ");
  return new WireError(
    "UnknownOperationException",
    /^[A-Za-z]{1,64}$/.test(named)
      ? [`This service does not offer ${named}. It offers ${offered}.`, INSTEAD.get(named) ?? []].flat().join(" ")
      : `Send Content-Type: ${CONTENT_TYPE}, and X-Amz-Target: ${TARGET_PREFIX} with one of ${offered}.`,
  );
}

function refuseBody(): never {
  throw new WireError("RequestEntityTooLargeException", `The body has more than ${LARGEST_BODY} bytes.`, 413);
}
