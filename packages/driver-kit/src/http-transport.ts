import type { CallContext } from "@crosstag/core/driver";
import { Pool } from "undici";
import { type Dialled, type Route, routeTo } from "./connector.ts";
import { HttpExchange } from "./http-exchange.ts";
import { isLoopback, plainHttpError } from "./loopback.ts";

/** A request, ready to be sent. */
export interface HttpRequest {
  /** Protocol, host and port of the service: `https://kms.example.com`. */
  readonly origin: string;
  /** In capitals: `POST`. */
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** By name, or as a list of name, value, name, value, …, which is sent without a copy. */
  readonly headers: Readonly<Record<string, string>> | readonly string[];
  /** Null: no body. Head and body are sent in one write if it is a text. */
  readonly body: Uint8Array | string | null;
}

/** A complete answer. Any status counts. */
export interface HttpAnswer {
  /** HTTP status. */
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** At most 8 MiB. */
  readonly body: Buffer;
}

/** Options of `HttpTransport`. */
export interface HttpTransportOptions {
  /** The provider in error messages and in the name of its environment variable. */
  readonly provider: string;
  /** Certificates of the authorities to trust, PEM. Default: the authorities that Node trusts. */
  readonly certificates?: string | undefined;
  /** Allows plain http to other machines. Default: false, only to this one. */
  readonly allowPlainHttp?: boolean | undefined;
}

/** The limit of open connections to one host. More do not help: most documented quotas are far below 1,000 a second. */
const MAXIMUM_SOCKETS = 64;
/**
 * Idle connections are closed before the service closes them, milliseconds: a write to a closed one loses the answer.
 */
const IDLE_SOCKET_MS = 4_000;
/** The largest answer expected, a page of a thousand keys, is below 200 KB. */
const MAXIMUM_ANSWER_BYTES = 8 * 1024 * 1024;
/** A request without a deadline of its own ends when no byte comes for this time, milliseconds. */
const QUIET_SOCKET_MS = 30_000;

interface Connections {
  readonly origin: string;
  readonly route: Route;
  readonly pool: Pool;
}

/**
 * Sends requests, each once, over connections that are reused; directly or through the proxy of the environment. Does
 * not retry, follow redirects or read answers. A failure says whether the service may have received the request.
 */
export class HttpTransport {
  readonly #options: HttpTransportOptions;
  /** By origin: one for the service, others for example for the service that issues credentials. */
  readonly #byOrigin = new Map<string, Connections>();
  /**
   * Connections that are being made. undici does not end them when it is closed, and the process would wait for them.
   */
  readonly #dialled = new Set<Dialled>();
  #last: Connections | undefined;
  #closed = false;

  constructor(options: HttpTransportOptions) {
    this.#options = options;
  }

  /**
   * Sends one request, and closes its connection if it ends early.
   * @param context ends the request; without it, the request ends when no byte comes for 30 s
   * @param timeoutMs time limit in milliseconds, besides that of `context`. Default: none
   * @throws HttpTransportError
   * @throws CrosstagError `configuration` for plain http to another machine, or a proxy that cannot be used
   */
  send(request: HttpRequest, context?: CallContext, timeoutMs?: number): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const { pool, route } = this.#connectionsTo(request.origin);
      const exchange = new HttpExchange(route, resolve, reject, context, timeoutMs);
      if (exchange.over) return;
      const quietMs = context === undefined ? QUIET_SOCKET_MS : 0;
      pool.dispatch(
        {
          method: request.method,
          path: route.prefix === "" ? request.path : `${route.prefix}${request.path}`,
          headers: headersFor(route, request.headers),
          body: request.body,
          headersTimeout: quietMs,
          bodyTimeout: quietMs,
        },
        exchange,
      );
    });
  }

  /** Closes all connections, including unfinished ones: their requests fail. */
  async close(): Promise<void> {
    this.#closed = true;
    const closed = [...this.#byOrigin.values()].map(({ pool }) => pool.destroy());
    for (const dialled of this.#dialled) dialled.destroy();
    await Promise.all(closed);
  }

  /** Nearly all requests go to one service, so the last one is compared first. */
  #connectionsTo(origin: string): Connections {
    if (this.#last?.origin === origin) return this.#last;
    let connections = this.#byOrigin.get(origin);
    if (connections === undefined) {
      connections = this.#connect(origin);
      this.#byOrigin.set(origin, connections);
    }
    this.#last = connections;
    return connections;
  }

  #connect(origin: string): Connections {
    const { provider, certificates, allowPlainHttp = false } = this.#options;
    const { protocol, hostname } = new URL(origin);
    if (protocol !== "https:" && !allowPlainHttp && !isLoopback(hostname)) throw plainHttpError(provider);
    const route = routeTo(origin, certificates);
    const pool = new Pool(route.origin, {
      connections: MAXIMUM_SOCKETS,
      keepAliveTimeout: IDLE_SOCKET_MS,
      maxResponseSize: MAXIMUM_ANSWER_BYTES,
      connect: (options, callback) => {
        const dialled = route.connect(options, (...result) => {
          this.#dialled.delete(dialled);
          callback(...result);
        });
        this.#dialled.add(dialled);
      },
    });
    if (this.#closed) void pool.destroy();
    return { origin, route, pool };
  }
}

/** With those for a proxy that forwards the request. */
function headersFor({ prefix, headers }: Route, own: HttpRequest["headers"]): Record<string, string> | string[] {
  // undici changes neither, but its types allow it to.
  if (prefix === "") return own as Record<string, string> | string[];
  if (isList(own)) return [...own, ...Object.entries(headers).flat()];
  return { ...own, ...headers };
}

function isList(headers: HttpRequest["headers"]): headers is readonly string[] {
  return Array.isArray(headers);
}
