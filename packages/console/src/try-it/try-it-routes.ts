import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { sendRequest, type TryItRequest } from "./send-request.ts";
import type { TryItTarget } from "./target.ts";
import { deletesKeyMaterial } from "./wire-operations.ts";

/** The clouds themselves take no larger request of these operations. */
const LARGEST_BODY = 1024 * 1024;

const requestSchema = z.strictObject({
  operation: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  throttled: z.boolean().optional(),
});

/**
 * The routes under which the pages that try out operations reach the clouds: `GET /` lists them, `POST /:cloud` signs a
 * request, sends it and answers what the cloud answered. To be mounted behind the console's guards: they check neither
 * caller nor origin.
 */
export function tryItRoutes(targets: readonly TryItTarget[], now: () => number = () => performance.now()): Hono {
  const app = new Hono();
  app.get("/", (context) =>
    context.json({
      clouds: targets.map(({ cloud, live, region, endpoint, operations, examples }) => ({
        cloud,
        live,
        region,
        endpoint,
        operations,
        examples,
      })),
    }),
  );
  app.post("/:cloud", bodyLimit({ maxSize: LARGEST_BODY, onError: refuseBody }), async (context) => {
    const target = targets.find(({ cloud }) => cloud === context.req.param("cloud"));
    if (target === undefined) return refuse(context, 404, cloudMissing(context.req.param("cloud"), targets));
    const body: unknown = await context.req.json().catch(() => undefined);
    const parsed = requestSchema.safeParse(body);
    if (!parsed.success) return refuse(context, 422, `The request is not valid. ${z.prettifyError(parsed.error)}`);
    const refusal = refusalOf(parsed.data, target);
    if (refusal !== undefined) return refuse(context, refusal.status, refusal.detail);
    try {
      return context.json(await sendRequest(target, parsed.data, now));
    } catch (error) {
      return refuse(context, 502, unanswered(target, error));
    }
  });
  return app;
}

interface Refusal {
  readonly status: 403 | 422;
  readonly detail: string;
}

function refusalOf({ operation, throttled }: TryItRequest, target: TryItTarget): Refusal | undefined {
  if (!target.operations.includes(operation)) {
    const known = target.operations.join(", ");
    return { status: 422, detail: `"${operation}" cannot be tried out. Operations of ${target.cloud}: ${known}.` };
  }
  if (target.live && deletesKeyMaterial(operation)) {
    const detail = `${operation} cannot be undone. For a key of a real cloud, use the page Key material, which shows what stops working and asks for the key's id.`;
    return { status: 403, detail };
  }
  if (throttled === true && target.throttle === undefined)
    return { status: 422, detail: "Only a local cloud can be made to throttle a request." };
  return undefined;
}

function cloudMissing(cloud: string, targets: readonly TryItTarget[]): string {
  const known = targets.map((target) => target.cloud).join(", ") || "none";
  return `There is no cloud "${cloud}" to send requests to. Clouds: ${known}.`;
}

/** The message of a network error can have an address with a user name; its code is enough. */
function unanswered(target: TryItTarget, error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? ` (${cause.code})` : "";
  return `${target.endpoint} did not answer${code}. Whether the request was carried out is not known.`;
}

function refuseBody(context: Context): Response {
  return refuse(context, 413, `The body has more than ${LARGEST_BODY} bytes.`);
}

const TITLES = {
  403: "Not allowed",
  404: "Not found",
  413: "Too large",
  422: "Invalid request",
  502: "No answer",
} as const;

function refuse(context: Context, status: keyof typeof TITLES, detail: string): Response {
  const problem = { type: "about:blank", title: TITLES[status], status, detail };
  return context.body(JSON.stringify(problem), status, { "content-type": "application/problem+json" });
}
