import { type CallContext, onCallEnd } from "@crosstag/core/driver";
import type { Dispatcher } from "undici";
import type { Route } from "./connector.ts";
import type { HttpAnswer } from "./http-transport.ts";
import { HttpTransportError } from "./http-transport-error.ts";
import { isDeadline } from "./is-deadline.ts";
import { networkCodeOf } from "./network-code.ts";
import { ProxyError } from "./proxy-error.ts";

/** A request and its answer. Ends in time, whatever the connection does. */
export class HttpExchange implements Dispatcher.DispatchHandler {
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
    const body = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
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
