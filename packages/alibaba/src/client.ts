import { type CallContext, onCallEnd } from "@crosstag/core/driver";
import { type Answer, readAnswer } from "./answer.ts";
import { AlibabaCallError } from "./call-error.ts";
import { clockDifference } from "./clock-difference.ts";
import type { Endpoint } from "./endpoint.ts";
import { type Exchange, type HttpAnswer, HttpTransport } from "./http-transport.ts";
import { KMS } from "./sign-request.ts";
import type { Parameters, RequestSigner, Service } from "./sign-request.ts";

/** One call of an operation. */
export interface WireCall {
  /** Name of the operation, for example `TagResources`. */
  readonly action: string;
  readonly parameters: Parameters;
  /** The number of resources in the call; default 1. */
  readonly resources?: number;
}

/**
 * Makes all calls: signed by the SDK's code, sent by a transport of Crosstag's own. The SDK's transport cannot be used:
 * its time-outs do not always end a call, it cannot be canceled, opens any number of sockets, loses the status of
 * answers that are not JSON, and puts URLs into the texts of its errors.
 */
export class AlibabaClient {
  readonly #signer: RequestSigner;
  readonly #transport: HttpTransport;
  readonly #service: Service;

  constructor(signer: RequestSigner, endpoint: Endpoint, certificates?: string, service: Service = KMS) {
    this.#signer = signer;
    this.#service = service;
    this.#transport = new HttpTransport(endpoint, certificates);
  }

  /** Makes one wire call. @throws AlibabaCallError also as soon as the call must end; then its connection is closed */
  async call({ action, parameters, resources = 1 }: WireCall, context: CallContext): Promise<Answer> {
    const answer = await this.#exchange(action, parameters, context);
    try {
      return readAnswer(answer, resources);
    } catch (error) {
      throw this.#withClock(error, answer.headers["date"]);
    }
  }

  /** If the time of a request was refused, later requests are dated by the cloud's clock, as the SDK of AWS does. */
  #withClock(error: unknown, date: unknown): unknown {
    if (!(error instanceof AlibabaCallError) || error.problem.kind !== "refused") return error;
    const clock = clockDifference(error.problem.code, date, this.#signer.clockOffsetMs, Date.now());
    if (clock === undefined) return error;
    if (clock.corrected && clock.aheadMs !== undefined) this.#signer.clockOffsetMs = clock.aheadMs;
    return new AlibabaCallError({ ...error.problem, clock });
  }

  #exchange(action: string, parameters: Parameters, context: CallContext): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      let exchange: Exchange | undefined;
      let ended = false;
      const forgetEnd = onCallEnd(context, (reason) => {
        ended = true;
        // While the call waits for credentials, the signer's error names their source.
        if (exchange !== undefined || !isDeadline(reason)) reject(endedBy(reason, exchange?.sent === true));
        exchange?.end();
      });
      if (ended) return;
      const onAnswer = (answer: HttpAnswer) => {
        forgetEnd();
        resolve(answer);
      };
      const onFailure = (error: unknown) => {
        forgetEnd();
        reject(error);
      };
      // Signing waits for credentials, possibly over a network.
      this.#signer
        .sign(action, parameters, context, this.#service)
        .then((request) => {
          if (ended) reject(endedBy(undefined, false));
          else exchange = this.#transport.send(request, onAnswer, onFailure);
        })
        .catch(onFailure);
    });
  }

  /** Closes all connections, including unfinished ones. */
  async close(): Promise<void> {
    await this.#transport.close();
  }
}

function endedBy(reason: unknown, sent: boolean): AlibabaCallError {
  return new AlibabaCallError({ kind: "ended", sent, timedOut: isDeadline(reason) });
}

/** The reason of the engine, or of an `AbortSignal.timeout`. */
function isDeadline(reason: unknown): boolean {
  const { name, code } = (reason ?? {}) as { readonly name?: unknown; readonly code?: unknown };
  return name === "TimeoutError" || code === "deadline-exceeded";
}
