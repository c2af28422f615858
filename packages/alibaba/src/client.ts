import type { CallContext } from "@crosstag/core/driver";
import type { HttpAnswer, HttpTransport } from "@crosstag/driver-kit/http";
import { type Answer, readAnswer } from "./answer.ts";
import { AlibabaCallError } from "./call-error.ts";
import { clockDifference } from "./clock-difference.ts";
import type { Endpoint } from "./endpoint.ts";
import { KMS } from "./sign-request.ts";
import type { Parameters, RequestSigner, Service } from "./sign-request.ts";

/** One call of an operation. */
export interface WireCall {
  /** Name of the operation, for example `TagResources`. */
  readonly action: string;
  /** By name; the SDK encodes lists and records. */
  readonly parameters: Parameters;
  /** The number of resources in the call; default 1. */
  readonly resources?: number;
}

/**
 * Makes all calls: signed by the SDK's code, sent by the transport of all adapters. The SDK's transport cannot be used:
 * its time-outs do not always end a call, it cannot be canceled, opens any number of sockets, loses the status of
 * answers that are not JSON, and puts URLs into the texts of its errors.
 */
export class AlibabaClient {
  readonly #signer: RequestSigner;
  readonly #transport: HttpTransport;
  readonly #service: Service;
  readonly #origin: string;

  constructor(signer: RequestSigner, transport: HttpTransport, { protocol, host }: Endpoint, service: Service = KMS) {
    this.#signer = signer;
    this.#transport = transport;
    this.#service = service;
    this.#origin = `${protocol}//${host}`;
  }

  /**
   * Makes one wire call; its connection is closed if it must end early.
   * @throws AlibabaCallError, CredentialProblem or HttpTransportError; see `classifyFailure`
   */
  async call({ action, parameters, resources = 1 }: WireCall, context: CallContext): Promise<Answer> {
    const { path, headers, body } = await this.#signer.sign(action, parameters, context, this.#service);
    const request = { origin: this.#origin, method: "POST", path, headers, body };
    const answer = await this.#transport.send(request, context);
    try {
      return readAnswer(answer, resources);
    } catch (error) {
      throw this.#withClock(error, answer);
    }
  }

  /** If the time of a request was refused, later requests are dated by the cloud's clock, as the SDK of AWS does. */
  #withClock(error: unknown, { headers: { date } }: HttpAnswer): unknown {
    if (!(error instanceof AlibabaCallError) || error.problem.kind !== "refused") return error;
    const clock = clockDifference(error.problem.code, date, this.#signer.clockOffsetMs, Date.now());
    if (clock === undefined) return error;
    if (clock.corrected && clock.aheadMs !== undefined) this.#signer.clockOffsetMs = clock.aheadMs;
    return new AlibabaCallError({ ...error.problem, clock });
  }
}
