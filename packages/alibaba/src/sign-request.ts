import { hash, randomUUID } from "node:crypto";
import { stringify } from "node:querystring";
import type { CallContext } from "@crosstag/core/driver";
import { CredentialProblem } from "@crosstag/driver-kit";
import type { CredentialModel, OpenApiClient } from "./open-api-client.ts";

/** Wire parameters by name. The SDK flattens lists to `Name.1`, `Name.2`, … and `Name.1.Key`. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A signed request. */
export interface SignedRequest {
  /** Path and query. */
  readonly path: string;
  /** Name, value, name, value, …: the form that undici and `node:http` send without a copy. */
  readonly headers: readonly string[];
  /** ASCII. A string, because then head and body are sent in one write. */
  readonly body: string;
}

/** The functions of `@alicloud/openapi-util` that encode and sign requests. */
export interface SigningFunctions {
  /** Encodes parameters as the body of a form. */
  toForm(parameters: Readonly<Record<string, unknown>>): string;
  /** Returns the value of the `authorization` header. */
  getAuthorization(
    request: object,
    algorithm: string,
    payloadHash: string,
    accessKeyId: string,
    accessKeySecret: string,
  ): string;
}

/** What a signer needs of a source of credentials. */
export interface SigningCredentials {
  /** The credentials for one call; the end of the call ends the wait. @throws CredentialProblem */
  credentialsFor(context: CallContext): CredentialModel | Promise<CredentialModel>;
}

/** A service of Alibaba Cloud. */
export interface Service {
  /** The version of its API. */
  readonly version: string;
  /** The value of the `host` header; default: the client's endpoint. */
  readonly host?: string;
}

/** Key Management Service. */
export const KMS: Service = { version: "2016-01-20" };

const ALGORITHM = "ACS3-HMAC-SHA256";

/**
 * Builds requests from the settings of an OpenAPI client, and encodes and signs them with the code of
 * `@alicloud/openapi-client`. The client's own `doRequest` cannot be used: it also sends, through a transport that can
 * neither be replaced nor canceled (verified 2026-11-22, version 0.4.15).
 *
 * All parameters are in a form body: no tag appears in the access log of a proxy, and the largest batch (17.8 KB) does
 * not exceed a limit on the length of URLs.
 */
export class RequestSigner {
  readonly #client: OpenApiClient;
  readonly #credentials: SigningCredentials;
  readonly #functions: SigningFunctions;
  /** Computed once: it does not change. */
  readonly #userAgent: string;
  /** The correction of this computer's time, milliseconds; default 0. */
  clockOffsetMs = 0;
  /** The parts of the last credentials that a header can contain. */
  #fit: readonly string[] | undefined;

  constructor(client: OpenApiClient, credentials: SigningCredentials, functions: SigningFunctions) {
    this.#client = client;
    this.#credentials = credentials;
    this.#userAgent = client.getUserAgent();
    this.#functions = functions;
  }

  /** A signer with other credentials and otherwise the same. */
  withCredentials(credentials: SigningCredentials): RequestSigner {
    const other = new RequestSigner(this.#client, credentials, this.#functions);
    other.clockOffsetMs = this.clockOffsetMs;
    return other;
  }

  /**
   * Builds and signs a request.
   * @throws CredentialProblem, also if the time of the call is up while it waits for credentials
   */
  async sign(
    action: string,
    parameters: Parameters,
    context: CallContext,
    service: Service = KMS,
  ): Promise<SignedRequest> {
    const given = this.#credentials.credentialsFor(context);
    const { type, providerName, accessKeyId, accessKeySecret, securityToken } =
      given instanceof Promise ? await given : given;
    if (!accessKeyId || !accessKeySecret) throw unsupportedCredential(type);
    if (!this.#isFit(accessKeyId, accessKeySecret, securityToken || "-")) throw unfitCredential();
    const body = this.#functions.toForm(parameters);
    const payloadHash = hash("sha256", body);
    // Only a client that was passed in can have global parameters.
    const { queries: query = {}, headers: more = {} } = this.#client._globalParameters ?? {};
    const headers: Record<string, string> = {
      host: service.host ?? this.#client._endpoint,
      accept: "application/json",
      "user-agent": this.#userAgent,
      "content-type": "application/x-www-form-urlencoded",
      "x-acs-action": action,
      "x-acs-version": service.version,
      "x-acs-date": `${new Date(Date.now() + this.clockOffsetMs).toISOString().slice(0, 19)}Z`,
      "x-acs-signature-nonce": randomUUID(),
      "x-acs-content-sha256": payloadHash,
      ...more,
    };
    if (providerName) headers["x-acs-credentials-provider"] = providerName;
    if (securityToken) {
      headers["x-acs-accesskey-id"] = accessKeyId;
      headers["x-acs-security-token"] = securityToken;
    }
    const request = { method: "POST", pathname: "/", query, headers };
    headers["authorization"] = this.#functions.getAuthorization(
      request,
      ALGORITHM,
      payloadHash,
      accessKeyId,
      accessKeySecret,
    );
    headers["content-length"] = String(body.length);
    const search = stringify(query);
    return { path: search === "" ? "/" : `/?${search}`, headers: toList(headers), body };
  }

  /** Checked once for each access key, not for each of thousands of calls. */
  #isFit(...parts: readonly [id: string, secret: string, token: string]): boolean {
    if (this.#fit !== undefined && parts.every((part, position) => part === this.#fit?.[position])) return true;
    const isFit = parts.every((part) => /^[\x21-\x7e]+$/.test(part));
    if (isFit) this.#fit = parts;
    return isFit;
  }
}

function toList(headers: Readonly<Record<string, string>>): readonly string[] {
  const list: string[] = [];
  for (const name in headers) list.push(name, headers[name] ?? "");
  return list;
}

function unsupportedCredential(type: string | undefined): CredentialProblem {
  const kind = type === "bearer" || type === "id_token" ? "A bearer token" : "A credential without access key";
  return new CredentialProblem(
    `${kind} cannot sign calls to Alibaba Cloud KMS.`,
    "Use an access key or a session of a role.",
  );
}

/** Without this error it would be reported as a network error. */
function unfitCredential(): CredentialProblem {
  return new CredentialProblem(
    "The credentials contain a space, a line break or a character outside ASCII.",
    "Set them again, without quotes or spaces around them.",
  );
}
