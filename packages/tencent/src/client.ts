import type { CallContext } from "@crosstag/core/driver";
import type { HttpAnswer, HttpTransport } from "@crosstag/driver-kit/http";
import { type Answer, readAnswer } from "./answer.ts";
import { TencentCallError } from "./call-error.ts";
import { clockDifference } from "./clock-difference.ts";
import type { Endpoints } from "./endpoints.ts";
import type { Service } from "./services.ts";
import type { RequestSigner } from "./sign-request.ts";

/** One call of an operation. */
export interface WireCall {
  /** The service that has the operation. */
  readonly service: Service;
  /** Name of the operation, for example `TagResources`. */
  readonly action: string;
  /** By name. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The number of resources in the call; default 1. */
  readonly resources?: number;
}

/** What a client is made of. */
export interface ClientParts {
  /** Signs the calls. */
  readonly signer: RequestSigner;
  /** Sends the calls. */
  readonly transport: HttpTransport;
  /** The addresses of the services. */
  readonly endpoints: Endpoints;
  /** The region of the calls. */
  readonly region: string;
}

/** Makes all calls: signed by the SDK's function, sent by the transport of all adapters. */
export class TencentClient {
  readonly #parts: ClientParts;

  constructor(parts: ClientParts) {
    this.#parts = parts;
  }

  /** A client whose calls are signed with other credentials, or not at all. */
  withSigner(signer: RequestSigner): TencentClient {
    return new TencentClient({ ...this.#parts, signer });
  }

  /**
   * Makes one wire call; its connection is closed if it must end early.
   * @throws TencentCallError, CredentialProblem or HttpTransportError; see `classifyFailure`
   */
  async call({ service, action, parameters, resources = 1 }: WireCall, context: CallContext): Promise<Answer> {
    const { signer, transport, endpoints, region } = this.#parts;
    const { origin, host } = endpoints.of(service);
    const body = JSON.stringify(parameters);
    const headers = await signer.sign({ service, host, action, body, region }, context);
    const answer = await transport.send({ origin, method: "POST", path: "/", headers, body }, context);
    try {
      return readAnswer(answer, resources);
    } catch (error) {
      throw this.#withClock(error, answer);
    }
  }

  /** If the time of a request was refused, later requests are dated by the cloud's clock. */
  #withClock(error: unknown, { headers: { date } }: HttpAnswer): unknown {
    if (!(error instanceof TencentCallError) || error.problem.kind !== "refused") return error;
    const { signer } = this.#parts;
    const clock = clockDifference(error.problem.code, date, signer.clockOffsetMs, Date.now());
    if (clock === undefined) return error;
    if (clock.corrected && clock.aheadMs !== undefined) signer.clockOffsetMs = clock.aheadMs;
    return new TencentCallError({ ...error.problem, clock });
  }
}
