import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type RequestOptions,
  request as httpRequest,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { KMSClientConfig } from "@aws-sdk/client-kms";
import { configurationError } from "./configuration-error.ts";
import { HttpTransportError } from "./http-transport-error.ts";
import { isLoopback } from "./loopback.ts";

type SdkHandler = Extract<NonNullable<KMSClientConfig["requestHandler"]>, { handle: unknown }>;
type SdkRequest = Parameters<SdkHandler["handle"]>[0];
type SdkHandlerOptions = NonNullable<Parameters<SdkHandler["handle"]>[1]>;
type SdkAnswer = Awaited<ReturnType<SdkHandler["handle"]>>;

/** Most connections open at once to one host. */
const MAXIMUM_SOCKETS = 64;
/** Milliseconds without a byte, in an answer or on an idle connection, before the connection is closed. */
const QUIET_SOCKET_MS = 30_000;

/**
 * Sends the SDK's signed requests. Does what AWS KMS needs and no more (small bodies, complete before and after), which
 * makes a call much cheaper than the SDK's own handler does; proxies and streams are for a client that is passed in.
 */
export class HttpHandler {
  readonly metadata = { handlerProtocol: "http/1.1" };
  readonly #http = new HttpAgent({ keepAlive: true, maxSockets: MAXIMUM_SOCKETS, timeout: QUIET_SOCKET_MS });
  readonly #https = new HttpsAgent({ keepAlive: true, maxSockets: MAXIMUM_SOCKETS, timeout: QUIET_SOCKET_MS });

  handle(request: SdkRequest, options: SdkHandlerOptions = {}): Promise<SdkAnswer> {
    const { requestTimeout } = options;
    // The SDK's type also allows signals of old browsers; Node has none.
    const abortSignal = options.abortSignal as AbortSignal | undefined;
    return new Promise((resolve, reject) => {
      const secure = request.protocol === "https:";
      if (!secure && !isLoopback(request.hostname)) {
        throw configurationError("The endpoint is plain http and not on this machine.", "Use an https endpoint.");
      }
      if (abortSignal?.aborted) throw new HttpTransportError("aborted", "no");
      const target: RequestOptions = {
        method: request.method,
        host: request.hostname.replace(/^\[(.*)\]$/, "$1"),
        port: request.port,
        path: request.path,
        headers: request.headers,
        agent: secure ? this.#https : this.#http,
      };
      const call = secure ? httpsRequest(target) : httpRequest(target);
      const connection = watchConnection(call, secure);

      const onAbort = () => fail(new HttpTransportError("aborted", connection.sent()));
      const timer = requestTimeout
        ? setTimeout(() => fail(new HttpTransportError("timeout", connection.sent())), requestTimeout)
        : undefined;
      const settle = () => {
        clearTimeout(timer);
        abortSignal?.removeEventListener("abort", onAbort);
      };
      const fail = (error: HttpTransportError) => {
        settle();
        reject(error);
        call.destroy();
      };
      const onNetworkError = (error: NodeJS.ErrnoException) =>
        fail(new HttpTransportError("network", connection.sent(), error.code));

      abortSignal?.addEventListener("abort", onAbort, { once: true });
      call.on("error", onNetworkError);
      call.on("timeout", () => fail(new HttpTransportError("timeout", connection.sent())));
      call.on("response", (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", onNetworkError);
        answer.on("end", () => {
          settle();
          const [only = Buffer.alloc(0)] = chunks;
          const body = chunks.length > 1 ? Buffer.concat(chunks) : only;
          resolve({ response: { statusCode: answer.statusCode ?? 0, headers: plainHeaders(answer.headers), body } });
        });
      });
      call.end(textOf(request.body));
    });
  }

  /** The SDK's hook for changing a handler afterwards: this one has nothing to change. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  destroy(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

/** A kept-alive connection counts as used from the start: it can be reset after it took the request. */
function watchConnection(call: ClientRequest, secure: boolean): { sent(): "no" | "maybe" } {
  let connected = false;
  call.once("socket", (socket) => {
    if (call.reusedSocket) connected = true;
    else socket.once(secure ? "secureConnect" : "connect", () => (connected = true));
  });
  return { sent: () => (connected ? "maybe" : "no") };
}

/** The JSON as text, because Node sends head and body in one write then. */
function textOf(body: unknown): string | undefined {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  return typeof body === "string" ? body : undefined;
}

function plainHeaders({ "set-cookie": _cookies, ...headers }: IncomingHttpHeaders): Record<string, string> {
  return headers as Record<string, string>;
}
