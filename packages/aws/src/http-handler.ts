import type { KMSClientConfig } from "@aws-sdk/client-kms";
import type { CallContext } from "@crosstag/core/driver";
import { HttpTransport, type HttpTransportOptions } from "@crosstag/driver-kit/http";

type SdkRequestHandler = Extract<NonNullable<KMSClientConfig["requestHandler"]>, { handle: unknown }>;
/** A request as the SDK gives it to a handler. */
export type SdkRequest = Parameters<SdkRequestHandler["handle"]>[0];
type SdkHandlerOptions = NonNullable<Parameters<SdkRequestHandler["handle"]>[1]>;
/** An answer as the SDK takes it from a handler. */
export type SdkAnswer = Awaited<ReturnType<SdkRequestHandler["handle"]>>;

/** Options of `HttpHandler`. */
export type HttpHandlerOptions = Omit<HttpTransportOptions, "provider">;

/**
 * Sends the SDK's signed requests with the transport of all adapters. Supports only what AWS KMS needs (small bodies, no
 * streams), so a call takes much less time than with the SDK's own handler.
 */
export class HttpHandler {
  readonly metadata = { handlerProtocol: "http/1.1" };
  readonly #transport: HttpTransport;
  #last: (Pick<SdkRequest, "protocol" | "hostname" | "port"> & { readonly origin: string }) | undefined;

  constructor(options: HttpHandlerOptions = {}) {
    this.#transport = new HttpTransport({ provider: "aws", ...options });
  }

  /** Sends one request. `context` ends the call instead of the SDK's signal. @throws HttpTransportError */
  async handle(
    request: SdkRequest,
    {
      abortSignal,
      requestTimeout,
      // The SDK's type also allows signals of old browsers; Node has none.
      context = abortSignal && { signal: abortSignal as AbortSignal, timeoutMs: requestTimeout ?? 0 },
    }: SdkHandlerOptions & { readonly context?: CallContext | undefined } = {},
  ): Promise<SdkAnswer> {
    const { method, path, headers } = request;
    const answer = await this.#transport.send(
      { origin: this.#originOf(request), method, path, headers, body: bytesOf(request.body) },
      context,
      requestTimeout,
    );
    return { response: { statusCode: answer.status, headers: withoutCookies(answer.headers), body: answer.body } };
  }

  /** The SDK's hook for changing a handler: this one has no settings. */
  updateHttpClientConfig(): void {}

  /** The SDK's hook for reading the settings of a handler: this one has none. */
  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  /** Closes all connections, including unfinished ones. */
  destroy(): void {
    void this.#transport.close();
  }

  /** Nearly all calls go to one service, so the last origin is compared first. */
  #originOf({ protocol, hostname, port }: SdkRequest): string {
    const last = this.#last;
    if (last !== undefined && last.protocol === protocol && last.hostname === hostname && last.port === port)
      return last.origin;
    const origin = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`;
    this.#last = { protocol, hostname, port, origin };
    return origin;
  }
}

/** The SDK takes one text for a header. Only that of cookies, which KMS does not use, has several. */
function withoutCookies(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  if (headers["set-cookie"] === undefined) return headers as Record<string, string>;
  const { "set-cookie": _, ...others } = headers;
  return others as Record<string, string>;
}

function bytesOf(body: unknown): Buffer | string | null {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return typeof body === "string" ? body : null;
}
