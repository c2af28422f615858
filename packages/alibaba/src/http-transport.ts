import { type Dispatcher, Pool } from "undici";
import { AlibabaCallError } from "./call-error.ts";
import { type Dialled, ProxyError, type Route, routeTo } from "@crosstag/driver-kit/http";
import type { Endpoint } from "./endpoint.ts";
import type { SignedRequest } from "./sign-request.ts";

/** A complete answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** The limit of open connections. More do not help: the largest documented quota is 300 calls a second. */
const MAXIMUM_SOCKETS = 64;
/**
 * Idle connections are closed before the gateway closes them, milliseconds: a write to a closed one loses the answer.
 */
const IDLE_SOCKET_MS = 4_000;
/** The largest answer expected, a page of 200 tags, is below 100 KB. */
const MAXIMUM_ANSWER_BYTES = 8 * 1024 * 1024;

/** Sends signed requests. Does not retry and does not follow redirects. */
export class HttpTransport {
  readonly #pool: Pool;
  /**
   * Connections that are being made. undici does not end them when it is closed, and the process would wait for them.
   */
  readonly #dialled = new Set<Dialled>();
  readonly #route: Route;

  /**
   * @param certificates of the authorities to trust, PEM; default: the authorities that Node trusts
   * @throws CrosstagError `configuration` if the environment names a proxy that cannot be used
   */
  constructor({ protocol, host }: Endpoint, certificates?: string) {
    const route = routeTo(`${protocol}//${host}`, certificates);
    this.#route = route;
    this.#pool = new Pool(route.origin, {
      connections: MAXIMUM_SOCKETS,
      keepAliveTimeout: IDLE_SOCKET_MS,
      maxResponseSize: MAXIMUM_ANSWER_BYTES,
      // The call's own deadline ends it.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (options, callback) => {
        const dialled = route.connect(options, (...result) => {
          this.#dialled.delete(dialled);
          callback(...result);
        });
        this.#dialled.add(dialled);
      },
    });
  }

  /** Sends one request. Calls `onAnswer` or `onFailure` once, unless the exchange is ended first. */
  send(
    { path, headers, body }: SignedRequest,
    onAnswer: (answer: HttpAnswer) => void,
    onFailure: (error: AlibabaCallError) => void,
  ): Exchange {
    const { prefix, headers: more, forwardedBy, host } = this.#route;
    const fail = (error: Error, sent: boolean) => onFailure(unreachable(error, sent, host));
    const all = prefix === "" ? headers : [...headers, ...Object.entries(more).flat()];
    const exchange = new Exchange((answer) => {
      if (answer.status !== 407 || forwardedBy === undefined) onAnswer(answer);
      else fail(new ProxyError(forwardedBy, 407), false);
    }, fail);
    this.#pool.dispatch({ method: "POST", path: `${prefix}${path}`, headers: all as string[], body }, exchange);
    return exchange;
  }

  /** Closes all connections, including unfinished ones. */
  async close(): Promise<void> {
    const closed = this.#pool.destroy();
    for (const dialled of this.#dialled) dialled.destroy();
    await closed;
  }
}

/** A request and its answer. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #onAnswer: (answer: HttpAnswer) => void;
  readonly #onFailure: (error: Error, sent: boolean) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #over = false;
  #status = 0;
  #headers: HttpAnswer["headers"] = {};
  readonly #chunks: Buffer[] = [];

  constructor(onAnswer: (answer: HttpAnswer) => void, onFailure: (error: Error, sent: boolean) => void) {
    this.#onAnswer = onAnswer;
    this.#onFailure = onFailure;
  }

  /** It was written to a connection, so the cloud may have received it. */
  get sent(): boolean {
    return this.#controller !== undefined;
  }

  /** Closes its connection, or prevents that it is sent. Neither callback is called. */
  end(): void {
    this.#over = true;
    this.#controller?.abort(new Error("ended"));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#over) controller.abort(new Error("ended"));
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
    const whole = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#onAnswer({ status: this.#status, headers: this.#headers, body: whole.toString() });
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (!this.#over) this.#onFailure(error, this.sent);
  }
}

/** The texts of network and certificate errors name addresses and more, so only the code is kept. */
function unreachable(error: Error, sent: boolean, host: string): AlibabaCallError {
  if (error instanceof ProxyError) {
    const { networkCode, proxy, status } = error;
    return new AlibabaCallError({ kind: "unreachable", sent: false, networkCode, host, proxy: { proxy, status } });
  }
  // A host with several addresses causes one error for all of them.
  const { code } = (error instanceof AggregateError ? (error.errors[0] as unknown) : error) as NodeJS.ErrnoException;
  const networkCode = typeof code === "string" && /^[A-Z0-9_]{1,64}$/.test(code) ? code : undefined;
  return new AlibabaCallError({ kind: "unreachable", sent, networkCode, host });
}
