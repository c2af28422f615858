import type { CloudCall, ReceivedRequest } from "../../server/cloud.ts";
import {
  actionNotOffered,
  invalidVersion,
  missingCommonParameter,
  unknownAction,
  unsupportedMethod,
} from "../errors.ts";
import { readAcs3Signature } from "./acs3-signature.ts";
import type { AlibabaService } from "../alibaba-service.ts";
import type { Authenticator } from "./authenticator.ts";
import { isForm, parseParameters, type WireParameter } from "./parameters.ts";
import { readRpcSignature } from "./rpc-signature.ts";

const apiVersion = "2016-01-20";

/** Parameters that describe how a request is signed. The service does not get them. */
const signatureParameters = new Set([
  "AccessKeyId",
  "SecurityToken",
  "Signature",
  "SignatureMethod",
  "SignatureNonce",
  "SignatureType",
  "SignatureVersion",
  "Timestamp",
]);

/** Turns a received request into a call: parses and authenticates. */
export class Receiver {
  readonly #region: string;
  readonly #account: string;
  readonly #authenticator: Authenticator;
  readonly #operations: ReadonlySet<string>;
  readonly #others: readonly AlibabaService[];

  /** `account`: the account of credentials that name no other. */
  constructor(
    region: string,
    account: string,
    authenticator: Authenticator,
    operations: ReadonlySet<string>,
    others: readonly AlibabaService[],
  ) {
    this.#region = region;
    this.#account = account;
    this.#authenticator = authenticator;
    this.#operations = operations;
    this.#others = others;
  }

  receive(request: ReceivedRequest): CloudCall {
    const { headers, method, target } = request;
    if (method !== "POST" && method !== "GET") throw unsupportedMethod();
    const questionMark = target.indexOf("?");
    const path = questionMark === -1 ? target : target.slice(0, questionMark);
    if (path !== "/") throw unknownAction();
    const query: WireParameter[] = [];
    if (questionMark !== -1) parseParameters(target.slice(questionMark + 1), query);
    const body: WireParameter[] = [];
    if (request.body.length > 0 && isForm(headers["content-type"])) parseParameters(request.body.toString(), body);

    const parameters = byName(query, body);
    const authorization = headers["authorization"];
    const { operation, service } = this.#operationOf(
      authorization === undefined ? parameters["Action"] : headers["x-acs-action"],
      authorization === undefined ? parameters["Version"] : headers["x-acs-version"],
    );

    const signed =
      authorization === undefined
        ? readRpcSignature(method, body.length === 0 ? query : [...query, ...body])
        : readAcs3Signature(authorization, request, path, query);
    const { account = this.#account } = this.#authenticator.authenticate(signed);
    return {
      ...(service !== undefined && { service }),
      operation,
      region: this.#region,
      account,
      accessKeyId: signed.accessKeyId,
      parameters,
      resources: resourcesOf(parameters),
    };
  }

  #operationOf(
    operation: string | undefined,
    version: string | undefined,
  ): { readonly operation: string; readonly service?: string } {
    if (operation === undefined) throw unknownAction();
    const other = this.#others.find((each) => each.version === version && each.operations.has(operation));
    if (other !== undefined) return { operation, service: other.name };
    if (!this.#operations.has(operation))
      throw /^[A-Za-z]{1,64}$/.test(operation) ? actionNotOffered(operation, [...this.#operations]) : unknownAction();
    if (version === undefined || version === "") throw missingCommonParameter("Version");
    if (version !== apiVersion) throw invalidVersion();
    return { operation };
  }
}

function byName(query: readonly WireParameter[], body: readonly WireParameter[]): Record<string, string> {
  const parameters: Record<string, string> = Object.create(null);
  for (const { name, value } of query) if (!signatureParameters.has(name)) parameters[name] = value;
  for (const { name, value } of body) if (!signatureParameters.has(name)) parameters[name] = value;
  return parameters;
}

const singleResource = ["RoleArn", "KeyId", "SecretName", "CertificateId", "ProtectedResourceArn"] as const;

/** One for the single calls, up to 50 for the batch calls. */
function resourcesOf(parameters: Readonly<Record<string, string>>): readonly string[] {
  for (const name of singleResource) {
    const value = parameters[name];
    if (value !== undefined && value !== "") return [value];
  }
  const resources: string[] = [];
  for (const name in parameters) {
    const value = parameters[name];
    if (value !== undefined && name.startsWith("ResourceId.")) resources.push(value);
  }
  return resources;
}
