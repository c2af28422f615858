import { isIP } from "node:net";

/** Whether an address to listen on, or a host name in a request, means this machine only. */
export function isLoopback(name: string): boolean {
  const bare = name.startsWith("[") ? name.slice(1, -1) : name.toLowerCase();
  if (bare === "localhost" || bare.endsWith(".localhost") || bare === "::1") return true;
  return isIP(bare) === 4 && bare.startsWith("127.");
}

/**
 * Whether a request's Host header names this machine, or another name that was allowed. Any port passes, because ports
 * are forwarded. The credentials of local clouds are public: without this check, a web page whose name resolves to this
 * machine (DNS rebinding) could use them from a browser.
 */
export function isAllowedHost(header: string | undefined, allowed: readonly string[]): boolean {
  const name = (header ?? "").replace(/:\d*$/, "");
  return isLoopback(name) || allowed.includes(name.toLowerCase());
}
