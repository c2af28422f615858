import { CrosstagError } from "@crosstag/core/driver";
import { isLoopback } from "./loopback.ts";

/** A proxy for HTTP. Do not print it: it may contain a password. */
export interface Proxy {
  /** How the proxy itself is reached. */
  readonly protocol: "http:" | "https:";
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  /** Default: 443 for https, 80 for http. */
  readonly port: number;
  /** Absent: the proxy is used without a user. */
  readonly username?: string;
  /** Absent: the proxy is used without a password. */
  readonly password?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy through which requests to a URL go, by the rules of curl: `https_proxy` for https, `http_proxy` for http,
 * `all_proxy` for both, each in lower case first; `no_proxy` names the hosts that are reached directly. Loopback is
 * always reached directly. `HTTP_PROXY` is ignored in a CGI program, because its caller could set it by a header.
 * @throws CrosstagError `configuration` if the variable does not name a usable proxy
 */
export function proxyFor(url: URL, environment: Environment): Proxy | undefined {
  const hostname = bare(url.hostname);
  // A network proxy cannot reach this machine's loopback.
  if (isLoopback(hostname) || hostname.endsWith(".localhost")) return undefined;
  const [name, text] = proxyVariable(url.protocol, environment) ?? [];
  if (name === undefined || text === undefined) return undefined;
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  if (isExempt(hostname, port, valueOf("no_proxy", environment)?.[1] ?? "")) return undefined;
  return parseProxy(name, text);
}

/** How a proxy is named in messages: without its user and password. */
export function describeProxy({ hostname, port }: Proxy): string {
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

function proxyVariable(protocol: string, environment: Environment): readonly [string, string] | undefined {
  const own = protocol === "https:" ? "https_proxy" : "http_proxy";
  const trusted =
    own === "http_proxy" && environment["REQUEST_METHOD"] ? { http_proxy: environment[own] } : environment;
  return valueOf(own, trusted) ?? valueOf("all_proxy", environment);
}

/** Lower case first. An empty variable counts as not set. */
function valueOf(name: string, environment: Environment): readonly [string, string] | undefined {
  for (const spelling of [name, name.toUpperCase()]) {
    const value = environment[spelling]?.trim();
    if (value) return [spelling, value];
  }
  return undefined;
}

function parseProxy(name: string, text: string): Proxy {
  const whole = text.includes("://") ? text : `http://${text}`;
  if (!URL.canParse(whole)) throw unusable(name, "is not the URL of a proxy");
  const { protocol, hostname, port, username, password } = new URL(whole);
  if (protocol.startsWith("socks")) throw unusable(name, "names a SOCKS proxy, which is not supported");
  if ((protocol !== "http:" && protocol !== "https:") || hostname === "")
    throw unusable(name, "is not the URL of a proxy");
  return {
    protocol,
    hostname: bare(hostname),
    port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
    ...(username !== "" && { username: decoded(username) }),
    ...(password !== "" && { password: decoded(password) }),
  };
}

function unusable(name: string, why: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The environment variable ${name} ${why}.`,
    hint: `Write it like http://proxy.example.com:3128, or add the endpoint's host to NO_PROXY to reach it directly.`,
  });
}

/** A password may contain a plain percent sign. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function bare(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
}

/** Names with the domains below them, addresses, ranges of IPv4 addresses, each with a port or without; `*` is every host. */
function isExempt(hostname: string, port: number, noProxy: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, network, bits] = /^(\d+\.\d+\.\d+\.\d+)\/(\d{1,2})$/.exec(entry) ?? [];
      if (network !== undefined) return isInRange(hostname, network, Number(bits));
      const [, name = entry, onlyPort] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
      if (onlyPort !== undefined && Number(onlyPort) !== port) return false;
      const domain = bare(name).replace(/^\*?\./, "");
      return hostname === domain || hostname.endsWith(`.${domain}`);
    });
}

function isInRange(hostname: string, network: string, bits: number): boolean {
  const address = ipv4Of(hostname);
  const first = ipv4Of(network);
  if (address === undefined || first === undefined || bits > 32) return false;
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) === Math.floor(first / size);
}

function ipv4Of(text: string): number | undefined {
  const parts = text.split(".").map(Number);
  if (parts.length !== 4 || !parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
