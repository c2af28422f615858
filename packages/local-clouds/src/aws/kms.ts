import { CloudError, type Answer, type CloudCall, type ReceivedRequest } from "../server/cloud.ts";
import { Quotas } from "../server/quotas.ts";
import type { AwsAccounts } from "./accounts/aws-accounts.ts";
import { checkAccess } from "./accounts/check-access.ts";
import type { AwsService } from "./aws-service.ts";
import { awsError } from "./protocol/aws-error.ts";
import { jsonError, jsonHeaders, jsonInput } from "./protocol/json-answer.ts";
import { Parameters } from "./protocol/parameters.ts";
import { withRetryAfter } from "./protocol/retry-after.ts";
import { unknownOperation } from "./protocol/unknown-operation.ts";
import { SignatureV4Verifier, unrecognizedClient, type VerifierParts } from "./protocol/signature-v4.ts";
import type { AwsOperation } from "./service/operation.ts";
import { awsOperations } from "./service/operations.ts";
import type { AwsAccount } from "./state/aws-account.ts";
import type { Callers } from "./sts/caller.ts";

const targetPrefix = "TrentService.";
const hotKey = "hot key";
/** The operations whose models do not have DependencyTimeoutException, the service's only 503 (SDK, verified 2026-11-25). */
const withoutDependencyTimeout: ReadonlySet<string> = new Set([
  "ListKeyRotations",
  "ListResourceTags",
  "ReplicateKey",
  "TagResource",
  "UntagResource",
]);

/** AWS KMS (or, by the dialect of its accounts, QKMS) on the JSON 1.1 protocol. */
export class Kms implements AwsService {
  readonly name = undefined;
  readonly quotas: Readonly<Record<string, number>>;
  readonly #accounts: AwsAccounts;
  readonly #own: AwsAccount;
  readonly #operations: ReadonlyMap<string, AwsOperation>;
  readonly #verifier: SignatureV4Verifier;
  readonly #callers: Callers;
  readonly #hotKeys: Quotas;

  constructor(accounts: AwsAccounts, verifying: VerifierParts, callers: Callers) {
    const own = accounts.own.kms;
    this.#own = own;
    this.#accounts = accounts;
    this.#callers = callers;
    this.#operations = new Map(Object.entries(awsOperations).filter(([name]) => !own.dialect.lacks.has(name)));
    this.quotas = Object.fromEntries(
      [...this.#operations].map(([name, operation]) => [name, operation.requestsPerSecond]),
    );
    this.#verifier = new SignatureV4Verifier("kms", [...own.regions.keys()], verifying);
    const { hotKeyWritesPerSecond } = own.settings;
    this.#hotKeys = new Quotas(
      own.clock,
      hotKeyWritesPerSecond > 0 ? { [hotKey]: hotKeyWritesPerSecond } : {},
      "documented",
      1,
    );
  }

  isAsked({ headers }: ReceivedRequest): boolean {
    return headers["x-amz-target"]?.startsWith(targetPrefix) === true;
  }

  receive(request: ReceivedRequest): CloudCall {
    const target = request.headers["x-amz-target"] ?? "";
    const operation = target.slice(targetPrefix.length);
    if (request.method !== "POST" || !target.startsWith(targetPrefix) || !this.#operations.has(operation)) {
      const cloud = this.#own.dialect.name === "aws" ? "AWS KMS" : "QKMS";
      throw unknownOperation(cloud, [...this.#operations.keys()], request);
    }
    const signer = this.#verifier.verify(request);
    const parameters = jsonInput(request.body);
    const keyId = parameters["KeyId"];
    return { operation, ...signer, parameters, resources: typeof keyId === "string" ? [keyId] : [] };
  }

  quotaGroupOf({ operation }: CloudCall): string {
    return operation;
  }

  execute(call: CloudCall): unknown {
    const operation = this.#operations.get(call.operation);
    const member = this.#accounts.find(call.account);
    const region = member?.kms.regions.get(call.region);
    if (operation === undefined) throw awsError("UnknownOperationException", "");
    if (member === undefined || region === undefined) throw unrecognizedClient();
    const [resource] = call.resources;
    checkAccess(call, member, this.#callers, (reason) => this.#denied(call, resource, reason));
    if (operation.changesKey) {
      region.changed = true;
      if (resource !== undefined && !this.#hotKeys.take(call.account, hotKeyName(call.region, resource), hotKey)) {
        throw this.throttled();
      }
    }
    try {
      return operation.run({
        operation: call.operation,
        account: member.kms,
        region,
        parameters: new Parameters(call.parameters),
        callerArn: () => this.#callers.arnOf(call),
      });
    } catch (error) {
      throw error instanceof CloudError ? this.#inDialect(error, call.operation) : error;
    }
  }

  #denied(call: CloudCall, resource = "*", reason?: string): CloudError {
    const { operation, region, account } = call;
    const named = resource === "*" || resource.startsWith("arn:") || resource.startsWith("alias/");
    const arn = named ? resource : this.#accounts.get(account).kms.arnOf(region, `key/${resource}`);
    return this.#callers.denial(call, `kms:${operation}`, arn, reason);
  }

  #inDialect(error: CloudError, operation: string): CloudError {
    const name = this.#own.dialect.errorName(operation, error.code);
    return name === error.code ? error : new CloudError(error.status, name, error.message);
  }

  answer(result: unknown, _call: CloudCall, requestId: string): Answer {
    return {
      status: 200,
      headers: jsonHeaders(requestId),
      body: result === undefined ? this.#own.dialect.emptyBody : JSON.stringify(result),
    };
  }

  answerError(error: CloudError, requestId: string): Answer {
    return withRetryAfter(jsonError(error, requestId), error, this.#own.settings.retryAfterSeconds);
  }

  throttled(): CloudError {
    return awsError(
      "ThrottlingException",
      "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
    );
  }

  fault(call: CloudCall, status: 500 | 503): CloudError {
    return status === 503 && !withoutDependencyTimeout.has(call.operation)
      ? new CloudError(503, "DependencyTimeoutException", "The system timed out while trying to fulfill the request.")
      : new CloudError(500, "KMSInternalException", "An internal error occurred. The request can be retried.");
  }
}

/** A key is the same however a request spells it; replicas share an id, but not a region. */
function hotKeyName(region: string, resource: string): string {
  return `${region} ${resource.slice(resource.lastIndexOf("/") + 1)}`;
}
