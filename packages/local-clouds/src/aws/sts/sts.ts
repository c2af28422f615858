import { CloudError, type Answer, type CloudCall, type ReceivedRequest } from "../../server/cloud.ts";
import { xmlElement } from "../../server/xml.ts";
import { isOpen, type AwsAccounts } from "../accounts/aws-accounts.ts";
import type { AwsService } from "../aws-service.ts";
import { Parameters } from "../protocol/parameters.ts";
import { SignatureV4Verifier, unrecognizedClient, type VerifierParts } from "../protocol/signature-v4.ts";
import { callerUserId, type Callers } from "./caller.ts";
import type { RoleSessions } from "./role-sessions.ts";
import { inQueryProtocol, StsError } from "./sts-error.ts";

const version = "2011-06-15";
const namespace = ` xmlns="https://sts.amazonaws.com/doc/${version}/"`;
const operations: ReadonlySet<string> = new Set(["GetCallerIdentity", "AssumeRole"]);

/**
 * AWS STS on the query protocol, as far as it identifies callers and issues sessions of roles. It is served at the
 * endpoint of KMS: the protocol distinguishes them. GetCallerIdentity needs no permission (its API page, verified
 * 2026-11-29).
 */
export class Sts implements AwsService {
  readonly name = "sts";
  readonly quotas = {};
  readonly #accounts: AwsAccounts;
  readonly #verifier: SignatureV4Verifier;
  readonly #callers: Callers;
  readonly #sessions: RoleSessions;

  constructor(accounts: AwsAccounts, verifying: VerifierParts, callers: Callers, sessions: RoleSessions) {
    this.#accounts = accounts;
    this.#callers = callers;
    this.#sessions = sessions;
    // STS's global endpoint is signed for us-east-1, in whatever region the keys are.
    const regions = [...accounts.own.kms.regions.keys(), "us-east-1"];
    this.#verifier = new SignatureV4Verifier("sts", regions, verifying);
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
    if (!operations.has(action) || asked !== version) {
      const named = asked === "" ? "NO_VERSION_SPECIFIED" : asked;
      throw new StsError(400, "InvalidAction", `Could not find operation ${action} for version ${named}`);
    }
    return inQueryWords(() => {
      const signer = this.#verifier.verify(request);
      this.#refuseClosedRegion(signer);
      const role = fields.get("RoleArn");
      return {
        service: this.name,
        operation: action,
        ...signer,
        parameters: inputOf(fields),
        resources: role === null ? [] : [role],
      };
    });
  }

  /** A region of STS accepts the credentials of accounts in which the region is enabled. */
  #refuseClosedRegion({ account, region }: Pick<CloudCall, "account" | "region">): void {
    const member = this.#accounts.find(account);
    if (member === undefined || !isOpen(member, region, member.kms.settings.disablingRegion))
      throw unrecognizedClient();
  }

  quotaGroupOf(): undefined {
    return undefined;
  }

  execute(call: CloudCall): unknown {
    if (call.operation === "GetCallerIdentity") return this.#identity(call);
    return inQueryWords(() => this.#sessions.assumeRole(call, new Parameters(call.parameters)));
  }

  #identity(call: CloudCall): Readonly<Record<string, string>> {
    const { account } = call;
    return {
      Arn: this.#callers.arnOf(call),
      UserId: callerUserId(account, this.#callers.principalOf(call)),
      Account: account,
    };
  }

  answer(result: unknown, { operation }: CloudCall, requestId: string): Answer {
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

  fault(_call: CloudCall, status: 500 | 503): CloudError {
    return status === 500
      ? new StsError(500, "InternalFailure", "An internal error has occurred.")
      : new StsError(503, "ServiceUnavailable", "The service is unavailable. Please try again.");
  }
}

/** Runs with the refusals of the JSON protocol in the words of the query protocol. */
function inQueryWords<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof CloudError && !(error instanceof StsError) ? inQueryProtocol(error) : error;
  }
}

/** The texts of a form as the values that the JSON protocol would have. */
function inputOf(fields: URLSearchParams): Readonly<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  for (const [name, text] of fields) {
    if (name === "DurationSeconds") input[name] = Number(text);
    else if (name !== "Action" && name !== "Version") input[name] = text;
  }
  return input;
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
