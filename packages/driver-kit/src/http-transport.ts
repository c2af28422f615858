import { type CallContext, onCallEnd } from "@crosstag/core/driver";
import { type Dispatcher, Pool } from "undici";
import { type Dialled, type Route, routeTo } from "./connector.ts";
import { HttpTransportError } from "./http-transport-error.ts";
import { isDeadline } from "./is-deadline.ts";
import { isLoopback, plainHttpError } from "./loopback.ts";
import { networkCodeOf } from "./network-code.ts";
import { ProxyError } from "./proxy-error.ts";

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

/** A request and its answer. Ends in time, whatever the connection does. */
class HttpExchange implements Dispatcher.DispatchHandler {
  readonly #route: Route;
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (error: HttpTransportError) => void;
  readonly #unsubscribe: (() => void) | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: HttpAnswer["headers"] = {};
  readonly #chunks: Buffer[] = [];
  /** It has an answer or an error. */
  over = false;

  constructor(
    route: Route,
    resolve: (answer: HttpAnswer) => void,
    reject: (error: HttpTransportError) => void,
    context: CallContext | undefined,
    timeoutMs: number | undefined,
  ) {
    this.#route = route;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#unsubscribe =
      context && onCallEnd(context, (reason) => this.#fail(isDeadline(reason) ? "timeout" : "canceled"));
    if (timeoutMs && !this.over) this.#timer = setTimeout(() => this.#fail("timeout"), timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.over) controller.abort(new Error("ended"));
    else this.#controller = controller;
  }

  onResponseStart(_controller: unknown, status: number, headers: HttpAnswer["headers"]): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { forwardedBy } = this.#route;
    if (this.#status === 407 && forwardedBy !== undefined)
      return this.#fail("network", undefined, new ProxyError(forwardedBy, 407));
    this.#settle();
    const [first] = this.#chunks;
    const body = first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.over) return;
    const code = networkCodeOf(error);
    if (error instanceof ProxyError) this.#fail("network", error.networkCode, error);
    else if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") this.#fail("timeout");
    else this.#fail("network", code);
  }

  #settle(): void {
    this.over = true;
    clearTimeout(this.#timer);
    this.#unsubscribe?.();
  }

  #fail(reason: HttpTransportError["reason"], networkCode?: string, proxy?: ProxyError): void {
    this.#settle();
    // The service has not received a request without a connection, or one that a proxy refused.
    const sent = this.#controller === undefined || proxy !== undefined ? "no" : "maybe";
    this.#reject(new HttpTransportError(reason, sent, { networkCode, host: this.#route.host, proxy }));
    this.#controller?.abort(new Error("ended"));
  }
}
