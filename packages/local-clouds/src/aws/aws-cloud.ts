import type { Principal } from "../principal.ts";
import { CloudError, type Answer, type Cloud, type CloudCall, type ReceivedRequest } from "../server/cloud.ts";
import { Quotas } from "../server/quotas.ts";
import { awsError } from "./protocol/aws-error.ts";
import { Parameters } from "./protocol/parameters.ts";
import { unknownOperation } from "./protocol/unknown-operation.ts";
import type { AwsCredentialStore } from "./protocol/credential-store.ts";
import { SignatureV4Verifier } from "./protocol/signature-v4.ts";
import type { AwsOperation } from "./service/operation.ts";
import { awsOperations } from "./service/operations.ts";
import type { AwsAccount } from "./state/aws-account.ts";
import { callerArn, callerOf } from "./sts/caller.ts";
import { Sts } from "./sts/sts.ts";

const contentType = "application/x-amz-json-1.1";
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

/** AWS KMS (or, by its account's dialect, QKMS) on the JSON 1.1 protocol. One endpoint serves every region. */
export class AwsCloud implements Cloud {
  readonly name: string;
  readonly quotas: Readonly<Record<string, number>>;
  readonly #account: AwsAccount;
  readonly #operations: ReadonlyMap<string, AwsOperation>;
  readonly #verifier: SignatureV4Verifier;
  readonly #credentials: AwsCredentialStore;
  readonly #sts: Sts | undefined;
  readonly #hotKeys: Quotas;

  constructor(account: AwsAccount, credentials: AwsCredentialStore, sts: boolean) {
    this.name = account.dialect.name;
    this.#operations = new Map(Object.entries(awsOperations).filter(([name]) => !account.dialect.lacks.has(name)));
    this.quotas = Object.fromEntries(
      [...this.#operations].map(([name, operation]) => [name, operation.requestsPerSecond]),
    );
    this.#account = account;
    const regions = [...account.regions.keys()];
    this.#verifier = new SignatureV4Verifier("kms", regions, credentials);
    this.#credentials = credentials;
    if (sts) {
      // STS's global endpoint is signed for us-east-1, in whatever region the keys are.
      const verifier = new SignatureV4Verifier("sts", [...regions, "us-east-1"], credentials);
      this.#sts = new Sts(account.id, verifier, (accessKeyId) => this.#callerOf(accessKeyId));
    }
    const { hotKeyWritesPerSecond } = account.settings;
    this.#hotKeys = new Quotas(
      account.clock,
      hotKeyWritesPerSecond > 0 ? { [hotKey]: hotKeyWritesPerSecond } : {},
      "documented",
      1,
    );
  }

  receive(request: ReceivedRequest): CloudCall {
    if (this.#sts?.isAsked(request) === true) return this.#sts.receive(request);
    const target = request.headers["x-amz-target"] ?? "";
    const operation = target.slice(targetPrefix.length);
    if (request.method !== "POST" || !target.startsWith(targetPrefix) || !this.#operations.has(operation)) {
      const cloud = this.name === "aws" ? "AWS KMS" : "QKMS";
      throw unknownOperation(cloud, [...this.#operations.keys()], request);
    }
    // Clients sign with the wall clock, whatever clock the state uses.
    const signer = this.#verifier.verify(request, Date.now());
    const parameters = parseBody(request.body);
    const keyId = parameters["KeyId"];
    return {
      operation,
      region: signer.region,
      accessKeyId: signer.accessKeyId,
      parameters,
      resources: typeof keyId === "string" ? [keyId] : [],
    };
  }

  quotaGroupOf(call: CloudCall): string | undefined {
    return call.service === undefined ? call.operation : undefined;
  }

  execute(call: CloudCall): unknown {
    if (call.service === "sts") return this.#sts?.execute(call);
    const operation = this.#operations.get(call.operation);
    const region = this.#account.regions.get(call.region);
    if (operation === undefined || region === undefined) throw awsError("UnknownOperationException", "");
    const [resource] = call.resources;
    if (this.#credentials.find(call.accessKeyId)?.given.deniedOperations?.includes(call.operation) === true) {
      throw this.#denied(call, resource);
    }
    if (
      operation.changesKey &&
      resource !== undefined &&
      !this.#hotKeys.take(hotKeyName(call.region, resource), hotKey)
    )
      throw this.throttled();
    try {
      return operation.run({
        operation: call.operation,
        account: this.#account,
        region,
        parameters: new Parameters(call.parameters),
        callerArn: () => callerArn(this.#account.id, this.#callerOf(call.accessKeyId)),
      });
    } catch (error) {
      throw error instanceof CloudError ? this.#inDialect(error, call.operation) : error;
    }
  }

  #callerOf(accessKeyId: string): Principal {
    const known = this.#credentials.find(accessKeyId);
    return known === undefined ? "root" : callerOf(known.given);
  }

  /**
   * The wording of a denial because the caller has no policy that allows the operation (recorded, verified 2026-11-22).
   */
  #denied({ operation, region, accessKeyId }: CloudCall, resource = "*"): CloudError {
    const named = resource === "*" || resource.startsWith("arn:") || resource.startsWith("alias/");
    const arn = named ? resource : this.#account.arnOf(region, `key/${resource}`);
    const caller = callerArn(this.#account.id, this.#callerOf(accessKeyId));
    return awsError(
      "AccessDeniedException",
      `User: ${caller} is not authorized to perform: kms:${operation} on resource: ${arn} because no identity-based policy allows the kms:${operation} action`,
    );
  }

  #inDialect(error: CloudError, operation: string): CloudError {
    const name = this.#account.dialect.errorName(operation, error.code);
    return name === error.code ? error : new CloudError(error.status, name, error.message);
  }

  answer(result: unknown, call: CloudCall, requestId: string): Answer {
    if (call.service === "sts" && this.#sts !== undefined) return this.#sts.answer(result, requestId);
    return {
      status: 200,
      headers: headersWith(requestId),
      body: result === undefined ? this.#account.dialect.emptyBody : JSON.stringify(result),
    };
  }

  answerError(error: CloudError, request: ReceivedRequest, requestId: string): Answer {
    if (this.#sts?.isAsked(request) === true) return this.#sts.answerError(error, requestId);
    const name = error.code;
    const { retryAfterSeconds } = this.#account.settings;
    return {
      status: error.status,
      headers: {
        ...headersWith(requestId),
        ...(name === "ThrottlingException" && retryAfterSeconds > 0 && { "Retry-After": String(retryAfterSeconds) }),
      },
      body: JSON.stringify(errorBody(name, error.message)),
    };
  }

  throttled(call?: CloudCall): CloudError {
    if (call?.service === "sts" && this.#sts !== undefined) return this.#sts.throttled();
    return awsError(
      "ThrottlingException",
      "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
    );
  }

  fault(call: CloudCall, status: 500 | 503): CloudError {
    if (call.service === "sts" && this.#sts !== undefined) return this.#sts.fault(status);
    return status === 503 && !withoutDependencyTimeout.has(call.operation)
      ? new CloudError(503, "DependencyTimeoutException", "The system timed out while trying to fulfill the request.")
      : new CloudError(500, "KMSInternalException", "An internal error occurred. The request can be retried.");
  }
}

/** A key is the same however a request spells it; replicas share an id, but not a region. */
function hotKeyName(region: string, resource: string): string {
  return `${region} ${resource.slice(resource.lastIndexOf("/") + 1)}`;
}

function headersWith(requestId: string): Readonly<Record<string, string>> {
  return requestId === ""
    ? { "Content-Type": contentType }
    : { "x-amzn-RequestId": requestId, "Content-Type": contentType };
}

/** AccessDeniedException has a capital `Message`. Some refusals were seen without a message. */
function errorBody(name: string, text: string): Readonly<Record<string, string>> {
  if (text === "") return { __type: name };
  return name === "AccessDeniedException" ? { __type: name, Message: text } : { __type: name, message: text };
}

function parseBody(body: Buffer): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    throw awsError("SerializationException", "Could not parse request body into json");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw awsError("SerializationException", "Start of structure or map expected");
  }
  return parsed as Readonly<Record<string, unknown>>;
}
