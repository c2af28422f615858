import type { MiddlewareHandler } from "hono";
import { refusal } from "./refusal.ts";

/** The names under which a browser on this machine reaches the console. */
const LOOPBACK_NAMES: readonly string[] = ["127.0.0.1", "localhost"];

/**
 * Refuses requests for another host, which a foreign name that resolves to this machine would bring (DNS rebinding), and requests
 * of pages from elsewhere.
 */
export function loopbackGuard(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const hosts = LOOPBACK_NAMES.map((name) => `${name}:${port()}`);
    const host = context.req.header("host");
    if (host === undefined || !hosts.includes(host.toLowerCase()))
      return refusal(context, 403, "access-denied", "The console answers only under its own address.");
    const origin = context.req.header("origin");
    if (origin !== undefined && !hosts.some((name) => origin.toLowerCase() === `http://${name}`))
      return refusal(context, 403, "access-denied", "The console answers no pages from elsewhere.");
    await next();
    return undefined;
  };
}
