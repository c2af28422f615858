import { unreachable } from "./request-error.ts";
import { authorization } from "./session-token.ts";

/** What is sent to the console besides its token. */
export interface ConsoleRequest {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a request with the token of the page, and gives the answer whatever its status.
 * @throws RequestError if the console cannot be reached
 */
export async function askConsole(
  address: string,
  { method = "GET", headers, body, signal }: ConsoleRequest = {},
): Promise<Response> {
  return fetch(address, {
    method,
    headers: { ...authorization(), ...headers },
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
    cache: "no-store",
  }).catch((error: unknown) => {
    throw unreachable(error);
  });
}
