import * as http from "node:http";
import * as https from "node:https";
import { AlibabaCallError } from "./call-error.ts";
import type { Endpoint } from "./endpoint.ts";
import type { SignedRequest } from "./sign-request.ts";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A request on its way. */
export type Exchange = Pick<http.ClientRequest, "destroy" | "socket">;

/** More connections than that do not help: the largest documented quota is 300 calls a second. */
const MAXIMUM_SOCKETS = 64;
/** Idle connections are dropped before the gateway drops them, milliseconds: writing to a closed one loses the answer. */
const IDLE_SOCKET_MS = 4_000;
/** The largest answer expected, a page of 200 tags, is below 100 KB. */
const MAXIMUM_ANSWER_BYTES = 8 * 1024 * 1024;

/** Sends signed requests over connections of its own. Neither retries nor follows redirects. */
export class HttpTransport {
  readonly #request: typeof http.request;
  readonly #agent: http.Agent;
  readonly #host: string;
  readonly #port: string | undefined;

  constructor({ protocol, host }: Endpoint) {
    const { hostname, port } = new URL(`${protocol}//${host}`);
    const module = protocol === "http:" ? http : https;
    this.#request = module.request;
    this.#agent = new module.Agent({ keepAlive: true, maxSockets: MAXIMUM_SOCKETS, timeout: IDLE_SOCKET_MS });
    this.#host = hostname.replace(/^\[(.*)\]$/, "$1");
    // Empty where it is the protocol's own.
    this.#port = port === "" ? undefined : port;
  }

  /** `onAnswer` or `onFailure` is called once, unless the exchange is ended first. */
  send(
    { path, headers, body }: SignedRequest,
    onAnswer: (answer: HttpAnswer) => void,
    onFailure: (error: AlibabaCallError) => void,
  ): Exchange {
    const request = this.#request({
      agent: this.#agent,
      host: this.#host,
      port: this.#port,
      method: "POST",
      path,
      headers,
    });
    const onError = (error: Error) => {
      request.destroy();
      onFailure(unreachable(error));
    };
    request.on("error", onError);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("error", onError);
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MAXIMUM_ANSWER_BYTES) onError(new Error("answer too long"));
      });
      response.on("end", () => {
        const whole = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
        onAnswer({ status: response.statusCode ?? 0, headers: response.headers, body: whole.toString() });
      });
    });
    request.end(body);
    return request;
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The text of a network error names the host and the one of a certificate error more; only the code is kept. */
function unreachable(error: Error): AlibabaCallError {
  // A host with several addresses gives one error for all of them.
  const { code, syscall } = (
    error instanceof AggregateError ? (error.errors[0] as unknown) : error
  ) as NodeJS.ErrnoException;
  const networkCode = typeof code === "string" && /^[A-Z0-9_]{1,64}$/.test(code) ? code : "UNKNOWN";
  const sent = syscall !== "connect" && syscall !== "getaddrinfo" && !isCertificateProblem(networkCode);
  return new AlibabaCallError({ kind: "unreachable", sent, networkCode });
}

export function isCertificateProblem(networkCode: string): boolean {
  return /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT_)/.test(networkCode);
}
