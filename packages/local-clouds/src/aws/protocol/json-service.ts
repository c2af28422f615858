import { CloudError, type Answer, type CloudCall, type ReceivedRequest } from "../../server/cloud.ts";
import { refuseClosedAccount, type AwsAccounts, type AwsMember } from "../accounts/aws-accounts.ts";
import { checkAccess } from "../accounts/check-access.ts";
import type { AwsService } from "../aws-service.ts";
import type { Callers } from "../sts/caller.ts";
import { awsError } from "./aws-error.ts";
import { jsonError, jsonHeaders, jsonInput } from "./json-answer.ts";
import { Parameters } from "./parameters.ts";
import { withRetryAfter } from "./retry-after.ts";
import { SignatureV4Verifier, unrecognizedClient, type SigningName, type VerifierParts } from "./signature-v4.ts";

/** What an operation works with. */
export interface JsonCall {
  readonly operation: string;
  readonly region: string;
  /** The account of the caller. */
  readonly member: AwsMember;
  readonly parameters: Parameters;
  /** The refusal of a caller without permission for a resource, with the reason in AWS's words. */
  denial(resource: string, reason?: string): CloudError;
}

/** One operation: parse, validate, look up, answer. */
export interface JsonOperation {
  /** The documented quota per account and region; `Infinity` if none is published. */
  readonly requestsPerSecond: number;
  /** The group whose quota it spends. Default: its own name. */
  readonly quotaGroup?: string;
  /** Returns the fields of the answer; undefined for an operation without output. */
  run(call: JsonCall): Readonly<Record<string, unknown>> | undefined;
}

/** A service besides KMS that speaks the JSON 1.1 protocol. */
export interface JsonServiceDescription {
  /** The name in signatures, calls and permissions. */
  readonly name: Exclude<SigningName, "kms" | "sts" | "account">;
  /** What precedes the operation in the header X-Amz-Target, with the dot. */
  readonly targetPrefix: string;
  readonly operations: Readonly<Record<string, JsonOperation>>;
  /** The name and the text of the refusal of too many requests. */
  readonly throttled: readonly [name: string, text: string];
  /** The name and the text of a fault of the service. */
  readonly fault: readonly [name: string, text: string];
  /** The parameters that name a resource, for a service with resources in each region. Default: it has none. */
  readonly resourceFields?: readonly string[];
  /** The names of refusals that have their text in `Message`. Default: AccessDeniedException. */
  readonly capitalMessages?: ReadonlySet<string>;
}

/** What the services share. */
export interface ServiceParts {
  readonly accounts: AwsAccounts;
  readonly verifying: VerifierParts;
  readonly callers: Callers;
}

/**
 * A service on the JSON 1.1 protocol. AWS has the ones without resources in regions in one region of a partition only. A
 * client with an endpoint of its own signs for its own region, so every region of the cloud is accepted.
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
      Object.entries(description.operations).map(([name, { quotaGroup = name, requestsPerSecond }]) => [
        quotaGroup,
        requestsPerSecond,
      ]),
    );
    this.#description = description;
    this.#parts = parts;
    const regions = [...parts.accounts.own.kms.regions.keys()];
    const accepted = description.resourceFields === undefined ? [...regions, "us-east-1"] : regions;
    this.#verifier = new SignatureV4Verifier(description.name, accepted, parts.verifying);
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
    const { resourceFields = [] } = this.#description;
    const resources = resourceFields.map((field) => parameters[field]).filter((named) => typeof named === "string");
    return { service: this.name, operation, ...signer, parameters, resources };
  }

  quotaGroupOf({ operation }: CloudCall): string {
    return this.#description.operations[operation]?.quotaGroup ?? operation;
  }

  execute(call: CloudCall): unknown {
    const operation = this.#description.operations[call.operation];
    if (operation === undefined) throw awsError("UnknownOperationException", "");
    const denial = (resource: string, reason?: string): CloudError =>
      this.#parts.callers.denial(call, `${this.name}:${call.operation}`, resource, reason);
    const member = this.#admitted(call, denial);
    return operation.run({ ...call, member, parameters: new Parameters(call.parameters), denial });
  }

  /** Returns the account of a call. Throws the refusal of a caller that may not make it. */
  #admitted(call: CloudCall, denial: JsonCall["denial"]): AwsMember {
    const { accounts, callers } = this.#parts;
    if (this.#description.resourceFields === undefined) {
      const member = refuseClosedAccount(accounts, call);
      if (callers.isDenied(call)) throw denial("*");
      return member;
    }
    const member = accounts.find(call.account);
    if (member === undefined) throw unrecognizedClient();
    checkAccess(call, member, callers, (reason) => denial(call.resources[0] ?? "*", reason));
    return member;
  }

  answer(result: unknown, _call: CloudCall, requestId: string): Answer {
    return {
      status: 200,
      headers: jsonHeaders(requestId),
      body: result === undefined ? "" : JSON.stringify(result),
    };
  }

  answerError(error: CloudError, requestId: string): Answer {
    const { retryAfterSeconds } = this.#parts.accounts.own.kms.settings;
    const answer = jsonError(error, requestId, this.#description.capitalMessages);
    return withRetryAfter(answer, error, retryAfterSeconds);
  }

  throttled(): CloudError {
    return awsError(...this.#description.throttled);
  }

  fault(): CloudError {
    return new CloudError(500, ...this.#description.fault);
  }
}
