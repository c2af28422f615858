import type { CrosstagError } from "@crosstag/core/driver";
import { configurationErrorFor } from "./configuration-error.ts";

/** Requests carry tags and a session token in clear text, so plain http is for this machine only. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" || hostname === "[::1]" || hostname === "::1" || /^127(?:\.\d{1,3}){3}$/.test(hostname)
  );
}

/** The error for an endpoint of plain http on another machine. */
export function plainHttpError(provider: string): CrosstagError {
  return configurationErrorFor(provider)(
    "The endpoint is http, not https, and on another machine: tags and session tokens could be read on the way.",
    `Use an https endpoint. To accept plain http for this cloud, set allowPlainHttp: true (in crosstag.yaml or in code) or CROSSTAG_${provider.toUpperCase()}_ALLOW_PLAIN_HTTP=true.`,
  );
}
