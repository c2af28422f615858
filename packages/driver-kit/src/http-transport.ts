import { type CallContext, onCallEnd } from "@crosstag/core/driver";
import type { Dispatcher } from "undici";
import type { Route } from "./connector.ts";
import { HttpTransportError } from "./http-transport-error.ts";
import { isDeadline } from "./is-deadline.ts";
import { isLoopback, plainHttpError } from "./loopback.ts";
import { CLOSED_CODE, networkCodeOf } from "./network-code.ts";
import { ProxyError } from "./proxy-error.ts";
import { shareConnections, type SharedConnections } from "./shared-connections.ts";

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

/** A request without a deadline of its own ends when no byte comes for this time, milliseconds. */
const QUIET_SOCKET_MS = 30_000;

/**
 * Sends requests, each once, over connections that all transports of the process with the same settings share; directly or
 * through the proxy of the environment. Does not retry, follow redirects or read answers. A failure says whether the service may have received the request.
 */
export class HttpTransport {
  readonly #options: HttpTransportOptions;
  /** By origin: one for the service, others for example for the service that issues credentials. */
  readonly #byOrigin = new Map<string, SharedConnections>();
  /** Requests without an answer. */
  readonly #underWay = new Set<HttpExchange>();
  #last: SharedConnections | undefined;
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
      if (this.#closed) throw new HttpTransportError("network", "no", { networkCode: CLOSED_CODE });
      const { pool, route } = this.#connectionsTo(request.origin);
      const exchange = new HttpExchange(route, resolve, reject, context, timeoutMs);
      if (exchange.over) return;
      this.#underWay.add(exchange);
      exchange.onOver = () => this.#underWay.delete(exchange);
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

  /** Ends unfinished requests, which fail, and closes the connections that no other transport shares. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const exchange of this.#underWay) exchange.close();
    const shared = [...this.#byOrigin.values()];
    this.#byOrigin.clear();
    this.#last = undefined;
    await Promise.all(shared.map((connections) => connections.release()));
  }

  /** Nearly all requests go to one service, so the last one is compared first. */
  #connectionsTo(origin: string): SharedConnections {
    if (this.#last?.origin === origin) return this.#last;
    let connections = this.#byOrigin.get(origin);
    if (connections === undefined) {
      const { provider, certificates, allowPlainHttp = false } = this.#options;
      const { protocol, hostname } = new URL(origin);
      if (protocol !== "https:" && !allowPlainHttp && !isLoopback(hostname)) throw plainHttpError(provider);
      connections = shareConnections(origin, certificates);
      this.#byOrigin.set(origin, connections);
    }
    this.#last = connections;
    return connections;
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
  readonly #context: CallContext | undefined;
  readonly #unsubscribe: (() => void) | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: HttpAnswer["headers"] = {};
  readonly #chunks: Buffer[] = [];
  /** It has an answer or an error. */
  over = false;
  /** Called when it has. */
  onOver: (() => void) | undefined;

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
    this.#context = context;
    this.#unsubscribe =
      context && onCallEnd(context, (reason) => this.#fail(isDeadline(reason) ? "timeout" : "canceled"));
    if (timeoutMs && !this.over) this.#timer = setTimeout(() => this.#fail("timeout"), timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Another process can have taken over what one does that was suspended for so long.
    if (!this.over && this.#context?.isLate?.() === true) this.#fail("timeout");
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

  /** The transport was closed: the request fails, and its connection ends if it is under way. */
  close(): void {
    this.#fail("network", CLOSED_CODE);
  }

  #settle(): void {
    this.over = true;
    this.onOver?.();
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
