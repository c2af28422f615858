import type { Socket } from "node:net";
import type { KMSClientConfig } from "@aws-sdk/client-kms";
import { type CallContext, onCallEnd } from "@crosstag/core/driver";
import { buildConnector, type Dispatcher, Pool } from "undici";
import { configurationError } from "./configuration-error.ts";
import { HttpTransportError } from "./http-transport-error.ts";
import { isLoopback } from "./loopback.ts";

type SdkHandler = Extract<NonNullable<KMSClientConfig["requestHandler"]>, { handle: unknown }>;
type SdkRequest = Parameters<SdkHandler["handle"]>[0];
type SdkHandlerOptions = NonNullable<Parameters<SdkHandler["handle"]>[1]>;
type SdkAnswer = Awaited<ReturnType<SdkHandler["handle"]>>;

/** Most connections open at once to one host. */
const MAXIMUM_SOCKETS = 64;
/** Idle connections are dropped before the service drops them, milliseconds: writing to a closed one loses the answer. */
const IDLE_SOCKET_MS = 4_000;
/** The largest answer expected, a page of a thousand keys, is below 200 KB. */
const MAXIMUM_ANSWER_BYTES = 8 * 1024 * 1024;
/** Milliseconds without a byte of an answer before the connection is closed. */
const QUIET_SOCKET_MS = 30_000;

const connector = buildConnector({});

/**
 * Sends the SDK's signed requests. Does what AWS KMS needs and no more (small bodies, complete before and after), which
 * makes a call much cheaper than the SDK's own handler does; proxies and streams are for a client that is passed in.
 */
export class HttpHandler {
  readonly metadata = { handlerProtocol: "http/1.1" };
  /** By origin: one for the service, others only for the SDK's own calls (a role that is assumed). */
  readonly #pools = new Map<string, Pool>();
  /** Being connected. undici would leave them to their time-out when it is closed, and the process waits for them. */
  readonly #dialled = new Set<Socket>();
  #closed = false;

  /** `context`: what ends the call, in the place of the SDK's signal. */
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
      if (request.protocol !== "https:" && !isLoopback(request.hostname)) {
        throw configurationError("The endpoint is plain http and not on this machine.", "Use an https endpoint.");
      }
      const exchange = new Exchange(context, requestTimeout, resolve, reject);
      if (exchange.over) return;
      const port = request.port === undefined ? "" : `:${request.port}`;
      this.#poolOf(`${request.protocol}//${request.hostname}${port}`).dispatch(
        {
          method: request.method as Dispatcher.HttpMethod,
          path: request.path,
          headers: request.headers,
          body: bytesOf(request.body),
        },
        exchange,
      );
    });
  }

  /** The SDK's hook for changing a handler afterwards: this one has nothing to change. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  destroy(): void {
    this.#closed = true;
    for (const pool of this.#pools.values()) void pool.destroy();
    for (const socket of this.#dialled) socket.destroy();
  }

  #poolOf(origin: string): Pool {
    let pool = this.#pools.get(origin);
    if (pool === undefined) {
      pool = new Pool(origin, {
        connections: MAXIMUM_SOCKETS,
        keepAliveTimeout: IDLE_SOCKET_MS,
        headersTimeout: QUIET_SOCKET_MS,
        bodyTimeout: QUIET_SOCKET_MS,
        maxResponseSize: MAXIMUM_ANSWER_BYTES,
        connect: (options, callback) => {
          // The connector gives the socket, which its type does not tell (undici 7.30.2).
          const socket = connector(options, (...result) => {
            this.#dialled.delete(socket);
            callback(...result);
          }) as unknown as Socket;
          this.#dialled.add(socket);
        },
      });
      if (this.#closed) void pool.destroy();
      this.#pools.set(origin, pool);
    }
    return pool;
  }
}

/** A request on its way, and what comes back. Ends in time, whatever the connection does. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #forgetEnd: (() => void) | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #resolve: (answer: SdkAnswer) => void;
  readonly #reject: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #statusCode = 0;
  #headers: Record<string, string> = {};
  readonly #chunks: Buffer[] = [];
  over = false;

  constructor(
    context: CallContext | undefined,
    timeoutMs: number | undefined,
    resolve: (answer: SdkAnswer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
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
    this.#settle();
    const body = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#resolve({ response: { statusCode: this.#statusCode, headers: this.#headers, body } });
  }

  onResponseError(_controller: unknown, error: NodeJS.ErrnoException): void {
    if (this.over) return;
    // A host with several addresses gives one error for all of them.
    const { code } = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : error;
    if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") this.#fail("timeout");
    else this.#fail("network", code);
  }

  #settle(): void {
    this.over = true;
    clearTimeout(this.#timer);
    this.#forgetEnd?.();
  }

  #fail(reason: HttpTransportError["reason"], networkCode?: string): void {
    this.#settle();
    // What no connection took, the service cannot have seen.
    this.#reject(new HttpTransportError(reason, this.#controller === undefined ? "no" : "maybe", networkCode));
    this.#controller?.abort(new Error("ended"));
  }
}

function bytesOf(body: unknown): Buffer | string | null {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return typeof body === "string" ? body : null;
}
