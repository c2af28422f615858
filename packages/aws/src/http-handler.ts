import type { KMSClientConfig } from "@aws-sdk/client-kms";
import { type CallContext, onCallEnd } from "@crosstag/core/driver";
import { type Dispatcher, Pool } from "undici";
import { isLoopback, plainHttpError } from "@crosstag/driver-kit";
import { type Dialled, ProxyError, type Route, routeTo } from "@crosstag/driver-kit/http";
import { HttpTransportError } from "./http-transport-error.ts";

type SdkHandler = Extract<NonNullable<KMSClientConfig["requestHandler"]>, { handle: unknown }>;
type SdkRequest = Parameters<SdkHandler["handle"]>[0];
type SdkHandlerOptions = NonNullable<Parameters<SdkHandler["handle"]>[1]>;
type SdkAnswer = Awaited<ReturnType<SdkHandler["handle"]>>;

/** The limit of open connections to one host. */
const MAXIMUM_SOCKETS = 64;
/**
 * Idle connections are closed before the service closes them, milliseconds: a write to a closed one loses the answer.
 */
const IDLE_SOCKET_MS = 4_000;
/** The largest answer expected, a page of a thousand keys, is below 200 KB. */
const MAXIMUM_ANSWER_BYTES = 8 * 1024 * 1024;
/** A connection without a byte of an answer for this time is closed, milliseconds. */
const QUIET_SOCKET_MS = 30_000;

/** Options of `HttpHandler`. */
export interface HttpHandlerOptions {
  /** Certificates of the authorities to trust, PEM; default: the authorities that Node trusts. */
  readonly certificates?: string | undefined;
  /** Allows plain http to other computers; default false: only to this one. */
  readonly allowPlainHttp?: boolean | undefined;
  /** The time limit of a call, milliseconds; default: none. */
  readonly callTimeoutMs?: number | undefined;
}

interface PooledRoute {
  readonly route: Route;
  readonly pool: Pool;
}

/**
 * Sends the SDK's signed requests. Supports only what AWS KMS needs (small bodies, no streams), so a call takes much
 * less time than with the SDK's own handler.
 */
export class HttpHandler {
  readonly metadata = { handlerProtocol: "http/1.1" };
  /** By origin: one for the service, others for the SDK's own calls, such as to assume a role. */
  readonly #pools = new Map<string, PooledRoute>();
  /**
   * Connections that are being made. undici does not end them when it is closed, and the process would wait for them.
   */
  readonly #dialled = new Set<Dialled>();
  readonly #options: HttpHandlerOptions;
  #closed = false;
  #last: (Pick<SdkRequest, "protocol" | "hostname" | "port"> & { readonly pooled: PooledRoute }) | undefined;

  constructor(options: HttpHandlerOptions = {}) {
    this.#options = options;
  }

  /** Sends one request. `context` ends the call instead of the SDK's signal. @throws HttpTransportError */
  handle(
    request: SdkRequest,
    {
      abortSignal,
      requestTimeout,
      // The SDK's type also allows signals of old browsers; Node has none.
      context = abortSignal && { signal: abortSignal as AbortSignal, timeoutMs: requestTimeout ?? 0 },
    }: SdkHandlerOptions & { readonly context?: CallContext | undefined } = {},
  ): Promise<SdkAnswer> {
    return new Promise((resolve, reject) => {
      if (request.protocol !== "https:" && !isLoopback(request.hostname) && this.#options.allowPlainHttp !== true) {
        throw plainHttpError("aws");
      }
      const { pool, route } = this.#poolFor(request);
      const exchange = new Exchange(context, requestTimeout, route, resolve, reject);
      if (exchange.over) return;
      const { prefix, headers } = route;
      pool.dispatch(
        {
          method: request.method as Dispatcher.HttpMethod,
          path: `${prefix}${request.path}`,
          headers: prefix === "" ? request.headers : { ...request.headers, ...headers },
          body: bytesOf(request.body),
        },
        exchange,
      );
    });
  }

  /** The SDK's hook for changing a handler: this one has no settings. */
  updateHttpClientConfig(): void {}

  /** The SDK's hook for reading the settings of a handler: this one has none. */
  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  /** Closes all connections, including unfinished ones. */
  destroy(): void {
    this.#closed = true;
    for (const { pool } of this.#pools.values()) void pool.destroy();
    for (const dialled of this.#dialled) dialled.destroy();
  }

  /** Nearly all calls go to one service, so the last pool is compared first. */
  #poolFor({ protocol, hostname, port }: SdkRequest): PooledRoute {
    const last = this.#last;
    if (last !== undefined && last.protocol === protocol && last.hostname === hostname && last.port === port)
      return last.pooled;
    const pooled = this.#poolOf(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`);
    this.#last = { protocol, hostname, port, pooled };
    return pooled;
  }

  #poolOf(origin: string): PooledRoute {
    let pooled = this.#pools.get(origin);
    if (pooled === undefined) {
      const { certificates, callTimeoutMs = 0 } = this.#options;
      const route = routeTo(origin, certificates);
      const quietMs = Math.max(QUIET_SOCKET_MS, callTimeoutMs);
      const pool = new Pool(route.origin, {
        connections: MAXIMUM_SOCKETS,
        keepAliveTimeout: IDLE_SOCKET_MS,
        headersTimeout: quietMs,
        bodyTimeout: quietMs,
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
      pooled = { route, pool };
      this.#pools.set(origin, pooled);
    }
    return pooled;
  }
}

/** A request and its answer. Ends in time, whatever the connection does. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #forgetEnd: (() => void) | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #resolve: (answer: SdkAnswer) => void;
  readonly #reject: (error: unknown) => void;
  readonly #route: Route;
  #controller: Dispatcher.DispatchController | undefined;
  #statusCode = 0;
  #headers: Record<string, string> = {};
  readonly #chunks: Buffer[] = [];
  over = false;

  constructor(
    context: CallContext | undefined,
    timeoutMs: number | undefined,
    route: Route,
    resolve: (answer: SdkAnswer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#route = route;
    this.#forgetEnd = context && onCallEnd(context, () => this.#fail("aborted"));
    if (timeoutMs && !this.over) this.#timer = setTimeout(() => this.#fail("timeout"), timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.over) controller.abort(new Error("ended"));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: unknown,
    statusCode: number,
    { "set-cookie": _cookies, ...headers }: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#statusCode = statusCode;
    this.#headers = headers as Record<string, string>;
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { forwardedBy } = this.#route;
    if (this.#statusCode === 407 && forwardedBy !== undefined)
      return this.#fail("network", undefined, new ProxyError(forwardedBy, 407));
    this.#settle();
    const body = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#resolve({ response: { statusCode: this.#statusCode, headers: this.#headers, body } });
  }

  onResponseError(_controller: unknown, error: NodeJS.ErrnoException): void {
    if (this.over) return;
    // A host with several addresses causes one error for all of them.
    const { code } = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : error;
    if (error instanceof ProxyError) this.#fail("network", error.networkCode, error);
    else if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") this.#fail("timeout");
    else this.#fail("network", code);
  }

  #settle(): void {
    this.over = true;
    clearTimeout(this.#timer);
    this.#forgetEnd?.();
  }

  #fail(reason: HttpTransportError["reason"], networkCode?: string, proxy?: ProxyError): void {
    this.#settle();
    // The service has not received a request without a connection, or one that a proxy refused.
    const sent = this.#controller === undefined || proxy !== undefined ? "no" : "maybe";
    this.#reject(new HttpTransportError(reason, sent, networkCode, this.#route.host, proxy));
    this.#controller?.abort(new Error("ended"));
  }
}

function bytesOf(body: unknown): Buffer | string | null {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return typeof body === "string" ? body : null;
}
