import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { refusal } from "./refusal.ts";

/** Refuses requests without the token of this console. */
export function tokenGuard(token: string): MiddlewareHandler {
  const expected = digest(`Bearer ${token}`);
  return async (context, next) => {
    const given = context.req.header("authorization");
    if (given === undefined || !timingSafeEqual(digest(given), expected))
      return refusal(
        context,
        401,
        "unauthenticated",
        "The request does not have the token of this console.",
        "Open the address that `crosstag console` printed: each start has its own token.",
      );
    await next();
    return undefined;
  };
}

/** Of equal length, so that a comparison takes the same time for every text. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
