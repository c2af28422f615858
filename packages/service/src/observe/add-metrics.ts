import { getConnInfo } from "@hono/node-server/conninfo";
import type { Hono } from "hono";
import type { PermittedCaller } from "../access/permitted-caller.ts";
import { isLoopbackHost } from "../access/allowed-hosts.ts";
import type { ServiceEnvironment } from "../http/service-environment.ts";
import { ServiceError } from "../http/service-error.ts";
import type { ServiceMetrics } from "./service-metrics.ts";

/** Headers that say that the request comes from another machine, through a proxy on this one. */
const PROXY_HEADERS = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

/**
 * Adds `GET /metrics`: for programs on this machine, and for callers with the permission `metrics`. A proxy on this machine
 * that sets none of the usual headers must not pass the path on.
 * @param authenticate finds the caller by its token
 */
export function addMetrics(
  app: Hono<ServiceEnvironment>,
  metrics: ServiceMetrics,
  authenticate: (request: Request) => Pick<PermittedCaller, "name" | "mayReadMetrics">,
): void {
  app.get("/metrics", async (context) => {
    const { raw } = context.req;
    if (raw.headers.has("Authorization") || !isFromThisMachine(raw, getConnInfo(context).remote.address)) {
      const { name, mayReadMetrics } = authenticate(raw);
      if (!mayReadMetrics)
        throw new ServiceError({
          code: "access-denied",
          message: `The caller ${name} cannot read the metrics.`,
          permission: "operations: metrics",
        });
    }
    return context.body(await metrics.text(), 200, { "Content-Type": metrics.contentType });
  });
}

function isFromThisMachine({ headers }: Request, address: string | undefined): boolean {
  const isLoopback = address !== undefined && /^(?:::ffff:)?127\.|^::1$/.test(address);
  return isLoopback && isLoopbackHost(headers.get("Host") ?? "") && !PROXY_HEADERS.some((name) => headers.has(name));
}
