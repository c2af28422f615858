import type { CrosstagConfiguration } from "@crosstag/clouds";
import type { Invocation } from "../invocation.ts";

/** Says what the settings of the clouds mean that are easily overlooked. */
export function warnOfSettings(
  { clouds }: CrosstagConfiguration,
  { context: { environment }, messages }: Pick<Invocation, "context" | "messages">,
): void {
  for (const [name, { provider, endpoint, allowPlainHttp, profile }] of Object.entries(clouds)) {
    const url = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    if (allowPlainHttp === true && url?.protocol === "http:" && !isLoopback(url.hostname)) {
      messages.warn(
        `Calls to ${name} go to ${url.host} over plain http: anything on the way can read tags and session tokens (allowPlainHttp).`,
      );
    }
    const { AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = environment;
    if (provider === "aws" && profile === undefined && AWS_PROFILE && AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
      messages.warn(
        `AWS_PROFILE and AWS_ACCESS_KEY_ID are both set. ${name} uses the profile; unset one of them to make that clear.`,
      );
    }
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
