import { createHash, timingSafeEqual } from "node:crypto";
import { ServiceError, type Caller } from "@crosstag/service";

/** A program with the address of the console may do what the user who started it may do. */
const CONSOLE_CALLER: Caller = {
  name: "console",
  allowOperation: () => {},
  allowChange: () => {},
  maySee: () => true,
};

/** Finds the caller of a console by the token of its start; the service's `unauthenticated` error is thrown without it. */
export function consoleAuthentication(token: string): (request: Pick<Request, "headers">) => Caller {
  const expected = digest(`Bearer ${token}`);
  return ({ headers }) => {
    const given = headers.get("Authorization");
    if (given !== null && timingSafeEqual(digest(given), expected)) return CONSOLE_CALLER;
    throw new ServiceError({
      code: "unauthenticated",
      message: "The request does not have the token of this console.",
      hint: "Open the address that `crosstag console` printed: each start has its own token.",
      headers: { "WWW-Authenticate": 'Bearer realm="crosstag"' },
    });
  };
}

/** Of equal length, so that a comparison takes the same time for every text. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
