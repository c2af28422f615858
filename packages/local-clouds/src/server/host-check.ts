import { isIP } from "node:net";

/** Whether an address to listen on, or a name in a request, is that of the own machine only. */
export function isLoopback(name: string): boolean {
  const bare = name.startsWith("[") ? name.slice(1, -1) : name.toLowerCase();
  if (bare === "localhost" || bare.endsWith(".localhost") || bare === "::1") return true;
  return isIP(bare) === 4 && bare.startsWith("127.");
}

/**
 * Whether a request's Host header names the own machine, at whatever port, since ports are forwarded, or another name that
 * was allowed. The credentials of local clouds are public: without this check, a web page whose name is made to lead to
 * this machine could use them from a browser.
 */
export function isAllowedHost(header: string | undefined, allowed: readonly string[]): boolean {
  const name = (header ?? "").replace(/:\d*$/, "");
  return isLoopback(name) || allowed.includes(name.toLowerCase());
}
