import { CloudError, type Answer, type CloudCall, type ReceivedRequest } from "../../server/cloud.ts";
import type { Principal } from "../../principal.ts";
import { xmlElement } from "../../server/xml.ts";
import type { SignatureV4Verifier } from "../protocol/signature-v4.ts";
import { callerArn, callerUserId } from "./caller.ts";
import { inQueryProtocol, StsError } from "./sts-error.ts";

const version = "2011-06-15";
const namespace = ` xmlns="https://sts.amazonaws.com/doc/${version}/"`;
const operation = "GetCallerIdentity";

/**
 * The part of AWS STS on the query protocol that identifies the caller. It is served at the endpoint of KMS: the
 * protocol distinguishes them. GetCallerIdentity needs no permission (its API page, verified 2026-11-29).
 */
export class Sts {
  readonly #account: string;
  readonly #verifier: SignatureV4Verifier;
  readonly #callerOf: (accessKeyId: string) => Principal;

  constructor(account: string, verifier: SignatureV4Verifier, callerOf: (accessKeyId: string) => Principal) {
    this.#account = account;
    this.#verifier = verifier;
    this.#callerOf = callerOf;
  }

  /** Whether a request speaks the query protocol, which KMS does not. */
  isAsked({ method, headers }: ReceivedRequest): boolean {
    if (headers["x-amz-target"] !== undefined || method !== "POST") return false;
    return headers["content-type"]?.toLowerCase().startsWith("application/x-www-form-urlencoded") === true;
  }

  receive(request: ReceivedRequest): CloudCall {
    const fields = new URLSearchParams(request.body.toString());
    const action = fields.get("Action") ?? "";
    const asked = fields.get("Version") ?? "";
    if (action === "") throw new StsError(400, "MissingAction", "Action is missing from the request.");
    if (action !== operation || asked !== version) {
      const named = asked === "" ? "NO_VERSION_SPECIFIED" : asked;
      throw new StsError(400, "InvalidAction", `Could not find operation ${action} for version ${named}`);
    }
    try {
      return {
        service: "sts",
        operation,
        ...this.#verifier.verify(request, Date.now()),
        parameters: {},
        resources: [],
      };
    } catch (error) {
      throw error instanceof CloudError ? inQueryProtocol(error) : error;
    }
  }

  execute({ accessKeyId }: CloudCall): Readonly<Record<string, string>> {
    const caller = this.#callerOf(accessKeyId);
    return {
      Arn: callerArn(this.#account, caller),
      UserId: callerUserId(this.#account, caller),
      Account: this.#account,
    };
  }

  answer(result: unknown, requestId: string): Answer {
    const content = { [`${operation}Result`]: result, ResponseMetadata: shown(requestId) };
    return xml(200, requestId, xmlElement(`${operation}Response`, content, namespace));
  }

  answerError({ status, code, message }: CloudError, requestId: string): Answer {
    const Error = { Type: status < 500 ? "Sender" : "Receiver", Code: code, Message: message };
    return xml(status, requestId, xmlElement("ErrorResponse", { Error, ...shown(requestId) }, namespace));
  }

  throttled(): CloudError {
    return new StsError(400, "Throttling", "Rate exceeded");
  }

  fault(status: 500 | 503): CloudError {
    return status === 500
      ? new StsError(500, "InternalFailure", "An internal error has occurred.")
      : new StsError(503, "ServiceUnavailable", "The service is unavailable. Please try again.");
  }
}

function xml(status: number, requestId: string, body: string): Answer {
  return {
    status,
    headers: { ...(requestId !== "" && { "x-amzn-RequestId": requestId }), "Content-Type": "text/xml" },
    body,
  };
}

function shown(requestId: string): Readonly<Record<string, string>> {
  return requestId === "" ? {} : { RequestId: requestId };
}
