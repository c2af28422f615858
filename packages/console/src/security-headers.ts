import type { MiddlewareHandler } from "hono";

/** Only files of the console, no frames around it, and no form that leaves it. */
const CONTENT_POLICY = [
  "default-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Every answer has the policy for what the page may do in the browser. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  setSecurityHeaders(context.res);
};

/** The same for one answer. */
export function setSecurityHeaders({ headers }: Response): void {
  headers.set("Content-Security-Policy", CONTENT_POLICY);
  headers.set("Referrer-Policy", "no-referrer");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("X-Frame-Options", "DENY");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
}
