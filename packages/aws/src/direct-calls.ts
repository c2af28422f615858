import type { KMSClientResolvedConfig } from "@aws-sdk/client-kms";
import type { SdkAnswer } from "./http-handler.ts";
import { bodyOf, isPrepared } from "./prepared-signer.ts";

type Signer = Awaited<ReturnType<KMSClientResolvedConfig["signer"]>>;
type SdkRequest = Parameters<Signer["sign"]>[0];

/** What is used of the configuration of an SDK client. */
export type DirectConfig = Pick<KMSClientResolvedConfig, "signer" | "systemClockOffset">;

/** An operation, as the protocols of the SDK describe it. */
interface Operation {
  readonly namespace: string;
  readonly name: string;
  readonly traits: unknown;
  readonly input: unknown;
  readonly output: unknown;
}

/** What is used of a protocol of the SDK. */
interface Protocol {
  serializeRequest(operation: Operation, input: object, context: object): Promise<SdkRequest>;
  deserializeResponse(operation: Operation, context: object, response: object): Promise<object>;
}

/** What was learned of the calls of a service in a region. Clients that differ in their credentials alone can share it. */
export interface PlaceMemory {
  /** Undefined: the SDK has to make a call first. */
  place?: Place | undefined;
}

/** Where the calls of a client go, and the headers that all of them have. */
interface Place extends Pick<SdkRequest, "protocol" | "hostname"> {
  readonly port: number | undefined;
  readonly learnedAt: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is used of a command of the SDK. */
interface Command {
  readonly schema?: unknown;
  readonly input: object;
}

/** What a call has given that was made directly. */
export type DirectResult =
  /** The output of the operation, as the SDK reads it. */
  | { readonly output: object }
  /** An answer that the chain has to explain, instead of sending a request of its own. */
  | { readonly refusal: SdkAnswer };

interface Prepared {
  readonly request: SdkRequest;
  readonly operation: Operation;
  readonly protocol: Protocol;
}

/** The SDK compares the clocks with every answer. It makes a call at least so often, milliseconds. */
const LEARN_AGAIN_MS = 30_000;
/** Headers that every request has, with the same value. */
const FIXED = ["host", "user-agent"];
/** Headers that the protocol, the signature and the body bring. A request with others is left to the SDK. */
const OF_CALL = new Set([
  "content-type",
  "content-length",
  "x-amz-target",
  "authorization",
  "x-amz-date",
  "x-amz-content-sha256",
  "x-amz-security-token",
]);
/** What the SDK reads from the headers of an answer. It copies each header, which takes longer than to read the answer. */
const READ_HEADERS = ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id", "x-amz-id-2", "x-amz-cf-id"];

/**
 * Makes the calls of one client without the chain of the SDK's middleware, which takes as long as all the rest of a call: with its
 * protocol, which writes and reads bodies, and its signature. The chain makes the first call, another one every half a minute,
 * and the first one after a refusal: from those it is known where calls go. Refused answers are explained by the chain.
 */
export class DirectCalls {
  readonly #config: DirectConfig;
  readonly #protocol: Protocol | undefined;
  /** The configuration without an address: protocols add it to requests. */
  readonly #context: object;
  readonly #now: () => number;
  readonly #memory: PlaceMemory;

  constructor(config: DirectConfig, now: () => number, memory: PlaceMemory = {}) {
    this.#memory = memory;
    this.#config = config;
    this.#protocol = "protocol" in config && isProtocol(config.protocol) ? config.protocol : undefined;
    this.#context = { ...config, endpoint: async () => undefined };
    this.#now = now;
  }

  /** The chain has sent this request, and the cloud has done what it asks for. */
  learn({ protocol, hostname, port, path, headers }: SdkRequest): void {
    const names = Object.keys(headers);
    const isKnown = path === "/" && names.every((name) => FIXED.includes(name) || OF_CALL.has(name));
    const fixed = FIXED.map((name): [string, string | undefined] => [name, headers[name]]);
    if (!isKnown || !fixed.every(isPresent)) this.#memory.place = undefined;
    else this.#memory.place = { protocol, hostname, port, headers: Object.fromEntries(fixed), learnedAt: this.#now() };
  }

  /**
   * Makes a call. Undefined: the chain has to make it. After a refusal the chain makes the next one, too, and corrects its clock if
   * that was the reason.
   * @param send is given the signed request
   */
  async make(command: Command, send: (request: SdkRequest) => Promise<SdkAnswer>): Promise<DirectResult | undefined> {
    const prepared = await this.#prepare(command);
    if (prepared === undefined) return undefined;
    const { request, operation, protocol } = prepared;
    const answer = await send(request);
    const { statusCode, headers, body } = answer.response;
    if (statusCode === 200) {
      const kept = READ_HEADERS.filter((name) => name in headers).map((name) => [name, headers[name]]);
      const response = { statusCode, headers: Object.fromEntries(kept), body };
      return { output: await protocol.deserializeResponse(operation, this.#context, response) };
    }
    this.#memory.place = undefined;
    return { refusal: answer };
  }

  async #prepare({ schema, input }: Command): Promise<Prepared | undefined> {
    const [place, protocol, operation] = [this.#memory.place, this.#protocol, operationOf(schema)];
    if (place === undefined || protocol === undefined || operation === undefined) return undefined;
    if (this.#now() - place.learnedAt > LEARN_AGAIN_MS) return undefined;
    const signer = await this.#config.signer();
    if (!isPrepared(signer)) return undefined;
    const request = await protocol.serializeRequest(operation, input, this.#context);
    const { protocol: scheme, hostname, port, headers } = place;
    Object.assign(request, { protocol: scheme, hostname, port });
    Object.assign(request.headers, headers, { "content-length": String(Buffer.byteLength(bodyOf(request))) });
    const signingDate = new Date(Date.now() + this.#config.systemClockOffset);
    return { request: await signer.sign(request, { signingDate }), operation, protocol };
  }
}

function operationOf(schema: unknown): Operation | undefined {
  if (!Array.isArray(schema)) return undefined;
  const [, namespace, name, traits, input, output] = schema;
  return { namespace, name, traits, input, output };
}

function isPresent(header: readonly [string, string | undefined]): header is [string, string] {
  return header[1] !== undefined;
}

function isProtocol(value: unknown): value is Protocol {
  return value !== null && typeof value === "object" && "serializeRequest" in value && "deserializeResponse" in value;
}
