import type { CallContext } from "@crosstag/core/driver";
import { HttpTransport } from "./http-transport.ts";
import { JsonCallError, type JsonObject, jsonObjectIn } from "./json-call.ts";

/** Returns an access token; undefined if there is none. It is asked before each request, so that it can return a new one. */
export type TokenSource = (signal: AbortSignal) => string | undefined | Promise<string | undefined>;

/** What a service over JSON and HTTP needs. */
export interface JsonServiceOptions {
  /** The provider in error messages. */
  readonly provider: string;
  /** Protocol, host and port: `https://kms.example.com`. */
  readonly origin: string;
  /** The access token, which is sent as `Authorization: Bearer`. */
  readonly tokens: TokenSource;
}

/** Calls a service over JSON and HTTP. Sends each request once. */
export class JsonService {
  readonly #options: JsonServiceOptions;
  readonly #transport: HttpTransport;

  constructor(options: JsonServiceOptions) {
    this.#options = options;
    this.#transport = new HttpTransport({ provider: options.provider });
  }

  /**
   * Sends one request.
   * @param path with its query
   * @throws JsonCallError
   * @throws HttpTransportError if there is no complete answer
   */
  async send(method: string, path: string, context: CallContext, body?: JsonObject): Promise<JsonObject> {
    context.signal.throwIfAborted();
    const { origin, tokens } = this.#options;
    const token = await tokens(context.signal);
    if (!token) throw new JsonCallError("no-token");
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const text = body === undefined ? null : JSON.stringify(body);
    const { status, body: bytes } = await this.#transport.send({ origin, method, path, headers, body: text }, context);
    const answer = jsonObjectIn(parse(bytes.toString(), status), status);
    if (status >= 200 && status < 300) return answer;
    throw new JsonCallError("refused", status, answer);
  }

  /** Ends unfinished requests, which fail. */
  async close(): Promise<void> {
    await this.#transport.close();
  }
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonCallError("unreadable", status);
  }
}
