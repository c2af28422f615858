import type { ConfigurationError } from "./configuration-error.ts";
import { configurationErrorFor } from "./configuration-error.ts";
import { isLoopback, plainHttpError } from "./loopback.ts";

/** What an endpoint may be. */
export interface EndpointRules {
  /** The provider in errors. */
  readonly provider: string;
  /** An endpoint to type, for hints. */
  readonly example: string;
  /** Whether it may have a path. Default: false. */
  readonly allowPath?: boolean;
  /** Whether plain http to another machine is allowed. Default: false. */
  readonly allowPlainHttp?: boolean | undefined;
}

/**
 * Checks an endpoint from the settings.
 * @throws CrosstagError `configuration`; the message does not repeat the text, which could contain a password
 */
export function parseEndpoint(text: string, rules: EndpointRules): URL {
  const { provider, example, allowPath = false, allowPlainHttp = false } = rules;
  const configurationError: ConfigurationError = configurationErrorFor(provider);
  if (!URL.canParse(text)) throw configurationError("The endpoint is not a URL.", `Write it like ${example}.`);
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw configurationError("The endpoint is not an https URL.", `Write it like ${example}.`);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    throw configurationError(
      "The endpoint has a user, a query or a fragment.",
      `Remove them. Write it like ${example}.`,
    );
  if (!allowPath && url.pathname !== "/")
    throw configurationError("The endpoint has a path.", `Remove it. Write it like ${example}.`);
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !allowPlainHttp) throw plainHttpError(provider);
  return url;
}
