import { CloudError, type Answer, type CloudCall, type ReceivedRequest } from "../../server/cloud.ts";
import { refuseClosedAccount, type AwsAccounts, type AwsMember } from "../accounts/aws-accounts.ts";
import type { AwsService } from "../aws-service.ts";
import type { Callers } from "../sts/caller.ts";
import { awsError } from "./aws-error.ts";
import { jsonError, jsonHeaders, jsonInput } from "./json-answer.ts";
import { Parameters } from "./parameters.ts";
import { SignatureV4Verifier, type SigningName, type VerifierParts } from "./signature-v4.ts";

/** What an operation works with. */
export interface JsonCall {
  readonly operation: string;
  readonly region: string;
  /** The account of the caller. */
  readonly member: AwsMember;
  readonly parameters: Parameters;
}

/** One operation: parse, validate, look up, answer. */
export interface JsonOperation {
  /** The documented quota per account and region; `Infinity` if none is published. */
  readonly requestsPerSecond: number;
  run(call: JsonCall): Readonly<Record<string, unknown>>;
}

/** A service besides KMS that speaks the JSON 1.1 protocol. */
export interface JsonServiceDescription {
  /** The name in signatures, calls and permissions. */
  readonly name: Extract<SigningName, "organizations" | "servicequotas">;
  /** What precedes the operation in the header X-Amz-Target, with the dot. */
  readonly targetPrefix: string;
  readonly operations: Readonly<Record<string, JsonOperation>>;
  /** The text of `TooManyRequestsException`. */
  readonly throttled: string;
}

/** What the services share. */
export interface ServiceParts {
  readonly accounts: AwsAccounts;
  readonly verifying: VerifierParts;
  readonly callers: Callers;
}

/**
 * A service on the JSON 1.1 protocol. AWS has some of these services in one region of a partition only. A client with
 * an endpoint of its own signs for its own region, so every region of the cloud is accepted.
 */
export class JsonService implements AwsService {
  readonly name: JsonServiceDescription["name"];
  readonly quotas: Readonly<Record<string, number>>;
  readonly #description: JsonServiceDescription;
  readonly #parts: ServiceParts;
  readonly #verifier: SignatureV4Verifier;

  constructor(description: JsonServiceDescription, parts: ServiceParts) {
    this.name = description.name;
    this.quotas = Object.fromEntries(
      Object.entries(description.operations).map(([name, operation]) => [name, operation.requestsPerSecond]),
    );
    this.#description = description;
    this.#parts = parts;
    const regions = [...parts.accounts.own.kms.regions.keys(), "us-east-1"];
    this.#verifier = new SignatureV4Verifier(description.name, regions, parts.verifying);
  }

  isAsked({ headers }: ReceivedRequest): boolean {
    return headers["x-amz-target"]?.startsWith(this.#description.targetPrefix) === true;
  }

  receive(request: ReceivedRequest): CloudCall {
    const { operations, targetPrefix } = this.#description;
    const operation = (request.headers["x-amz-target"] ?? "").slice(targetPrefix.length);
    if (request.method !== "POST" || !Object.hasOwn(operations, operation)) {
      const offered = Object.keys(operations).join(", ");
      throw awsError("UnknownOperationException", `This is a local AWS. Operations of ${this.name} are ${offered}.`);
    }
    const signer = this.#verifier.verify(request);
    const parameters = jsonInput(request.body);
    return { service: this.name, operation, ...signer, parameters, resources: [] };
  }

  quotaGroupOf({ operation }: CloudCall): string {
    return operation;
  }

  execute(call: CloudCall): unknown {
    const operation = this.#description.operations[call.operation];
    if (operation === undefined) throw awsError("UnknownOperationException", "");
    const { accounts, callers } = this.#parts;
    const member = refuseClosedAccount(accounts, call);
    if (callers.isDenied(call)) throw callers.denial(call, `${this.name}:${call.operation}`);
    return operation.run({ ...call, member, parameters: new Parameters(call.parameters) });
  }

  answer(result: unknown, _call: CloudCall, requestId: string): Answer {
    return { status: 200, headers: jsonHeaders(requestId), body: JSON.stringify(result) };
  }

  answerError(error: CloudError, requestId: string): Answer {
    return jsonError(error, requestId);
  }

  throttled(): CloudError {
    return awsError("TooManyRequestsException", this.#description.throttled);
  }

  fault(): CloudError {
    return new CloudError(500, "ServiceException", "An internal error occurred. Try again later.");
  }
}
