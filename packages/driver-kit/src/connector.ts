import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { buildConnector } from "undici";
import { networkCodeOf } from "./network-code.ts";
import { ProxyError } from "./proxy-error.ts";
import { describeProxy, type Proxy, proxyFor } from "./proxy-for.ts";

/** Milliseconds to reach a proxy and to get its answer. The connect timeout of undici. */
const CONNECT_MS = 10_000;

/** A connection that is being made. */
export interface Dialled {
  /** Ends it. */
  destroy(): void;
}

type Callback = Parameters<buildConnector.connector>[1];

/** Makes connections for undici. */
type Connector = (options: buildConnector.Options, callback: Callback) => Dialled;

/** How requests to one origin are sent. */
export interface Route {
  /** The host of the service, with its port if that is not the protocol's default. */
  readonly host: string;
  /** The target of connections: the service, or the proxy that forwards plain http. */
  readonly origin: string;
  /** Makes a connection to `origin`, in a tunnel if a proxy is in between. */
  readonly connect: Connector;
  /** The prefix of the path of a request that a proxy forwards. */
  readonly prefix: string;
  /** For the proxy that forwards requests. */
  readonly headers: Readonly<Record<string, string>>;
  /** The proxy that forwards requests, and so may answer itself. */
  readonly forwardedBy: Proxy | undefined;
}

/**
 * Directly, or through the proxy that the environment names: https in a tunnel (CONNECT), plain http forwarded. With
 * `certificates`, only certificates issued by them are trusted, instead of the authorities that Node trusts. undici's
 * own `ProxyAgent` has the status of a proxy's refusal only within a sentence (7.30.2). @throws CrosstagError
 * `configuration` if the environment names no usable proxy
 */
export function routeTo(
  origin: string,
  certificates: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Route {
  const url = new URL(origin);
  const proxy = proxyFor(url, environment);
  const tls = certificates === undefined ? {} : { ca: certificates };
  const connector = buildConnector(tls);
  // The connector returns the socket, but its type does not say so (undici 7.30.2).
  const connect: Connector = (options, callback) => connector(options, callback) as unknown as Socket;
  const direct = { host: url.host, origin, connect, prefix: "", headers: {}, forwardedBy: undefined };
  if (proxy === undefined) return direct;
  if (origin.startsWith("https:")) return { ...direct, connect: tunnelThrough(proxy, connect, tls) };
  return {
    host: url.host,
    origin: `${proxy.protocol}//${describeProxy(proxy)}`,
    connect: (options, callback) =>
      connect(options, (...[error, socket]) =>
        error === null
          ? callback(null, socket)
          : callback(new ProxyError(proxy, undefined, networkCodeOf(error) ?? "UNKNOWN"), null),
      ),
    prefix: origin,
    headers: headersFor(proxy),
    forwardedBy: proxy,
  };
}

function tunnelThrough(proxy: Proxy, connect: Connector, tls: { readonly ca?: string }): Connector {
  return (options, callback) => {
    const { hostname, port } = options;
    const authority = `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port || 443}`;
    const request = (proxy.protocol === "https:" ? httpsRequest : httpRequest)({
      agent: false,
      method: "CONNECT",
      host: proxy.hostname,
      port: proxy.port,
      path: authority,
      headers: { host: authority, ...headersFor(proxy) },
      ...tls,
    });
    let dialled: Dialled = request;
    const timer = setTimeout(() => request.destroy(Object.assign(new Error(), { code: "ETIMEDOUT" })), CONNECT_MS);
    request
      .once("connect", ({ statusCode = 0 }, socket) => {
        clearTimeout(timer);
        if (statusCode >= 200 && statusCode <= 299) {
          dialled = connect({ ...options, httpSocket: socket }, callback);
        } else {
          socket.destroy();
          callback(new ProxyError(proxy, statusCode), null);
        }
      })
      .once("error", (error) => {
        clearTimeout(timer);
        callback(new ProxyError(proxy, undefined, networkCodeOf(error) ?? "UNKNOWN"), null);
      })
      .end();
    return { destroy: () => dialled.destroy() };
  };
}

/** The header for a proxy that requires a password. */
function headersFor({ username, password }: Proxy): Readonly<Record<string, string>> {
  if (username === undefined && password === undefined) return {};
  const pair = Buffer.from(`${username ?? ""}:${password ?? ""}`).toString("base64");
  return { "proxy-authorization": `Basic ${pair}` };
}
