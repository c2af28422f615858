import { hash, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { stringify } from "node:querystring";
import type { CallContext } from "@crosstag/core/driver";
import { AlibabaCallError } from "./call-error.ts";
import type { OpenApiClient } from "./sdk.ts";

/** Wire parameters by name; lists become `Name.1`, `Name.2`, … and `Name.1.Key` by the SDK's own flattening. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A request that is built and signed, ready for a socket. */
export interface SignedRequest {
  readonly path: string;
  /** Name, value, name, value, …: the form that `node:http` sends without a second look. */
  readonly headers: readonly string[];
  /** ASCII. A string, because `node:http` sends head and body in one write then. */
  readonly body: string;
}

/** The part of `@alicloud/openapi-util` that is used. */
interface OpenApiUtil {
  toForm(parameters: Parameters): string;
  getAuthorization(
    request: object,
    algorithm: string,
    payloadHash: string,
    accessKeyId: string,
    accessKeySecret: string,
  ): string;
}

/** What a source of credentials offers to a signer. */
export interface SigningCredentials {
  getCredentialFor(context: CallContext): ReturnType<OpenApiClient["_credential"]["getCredential"]>;
}

/** A service of Alibaba Cloud and where it is. */
export interface Service {
  /** Version of its API. */
  readonly version: string;
  /** As in the `host` header; default: the client's endpoint. */
  readonly host?: string;
}

export const KMS: Service = { version: "2016-01-20" };

const ALGORITHM = "ACS3-HMAC-SHA256";

/**
 * Builds requests from an OpenAPI client's settings and credentials and has them encoded and signed by the code with
 * which `@alicloud/openapi-client` encodes and signs. That client's own `doRequest` cannot be used: it sends in the same
 * breath, through a transport that can neither be replaced nor cancelled (verified 2026-11-22, version 0.4.15).
 *
 * All parameters go into a form body: no tag is written into the access log of a proxy, and the largest batch (17.8 KB)
 * meets no limit on the length of URLs.
 */
export class RequestSigner {
  readonly #client: OpenApiClient;
  readonly #credential: SigningCredentials;
  readonly #util: OpenApiUtil;
  /** Put together once: it does not change. */
  readonly #userAgent: string;
  /** Added to this computer's time, milliseconds. */
  clockOffsetMs = 0;
  /** The parts of the last credentials that can be put into headers. */
  #fit: readonly string[] | undefined;

  constructor(client: OpenApiClient, credential: SigningCredentials) {
    this.#client = client;
    this.#credential = credential;
    this.#userAgent = client.getUserAgent();
    // The very copy that the client uses: a dependency of ours could be another one.
    const fromClient = createRequire(createRequire(import.meta.url).resolve("@alicloud/openapi-client"));
    this.#util = (fromClient("@alicloud/openapi-util") as { readonly default: OpenApiUtil }).default;
  }

  /** Signs as this one does, with other credentials. */
  withCredential(credential: Awaited<ReturnType<SigningCredentials["getCredentialFor"]>>): RequestSigner {
    const other = new RequestSigner(this.#client, { getCredentialFor: async () => credential });
    other.clockOffsetMs = this.clockOffsetMs;
    return other;
  }

  /** @throws AlibabaCallError `unsigned`; as soon as the call must end, if it is still waiting for credentials */
  async sign(
    action: string,
    parameters: Parameters,
    context: CallContext,
    service: Service = KMS,
  ): Promise<SignedRequest> {
    const { type, providerName, accessKeyId, accessKeySecret, securityToken } =
      await this.#credential.getCredentialFor(context);
    if (!accessKeyId || !accessKeySecret) throw unsupportedCredential(type);
    if (!this.#isFit(accessKeyId, accessKeySecret, securityToken || "-")) throw unfitCredential();
    const body = this.#util.toForm(parameters);
    const payloadHash = hash("sha256", body);
    // Only a client that was passed in can have these.
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
    headers["authorization"] = this.#util.getAuthorization(
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

  /** Looked at once for each access key: sessions come and go, calls come by the thousand. */
  #isFit(...parts: readonly [id: string, secret: string, token: string]): boolean {
    if (this.#fit !== undefined && parts.every((part, position) => part === this.#fit?.[position])) return true;
    const isFit = parts.every((part) => /^[\x21-\x7e]+$/.test(part));
    if (isFit) this.#fit = parts;
    return isFit;
  }
}

function toList(headers: Readonly<Record<string, string>>): readonly string[] {
  const list: string[] = [];
  for (const name in headers) list.push(name, headers[name] as string);
  return list;
}

function unsupportedCredential(type: string | undefined): AlibabaCallError {
  const kind = type === "bearer" || type === "id_token" ? "A bearer token" : "A credential without access key";
  return new AlibabaCallError({
    kind: "unsigned",
    message: `${kind} cannot sign calls to Alibaba Cloud KMS.`,
    hint: "Use an access key or a session of a role.",
  });
}

/** It would come back as an error of the network. */
function unfitCredential(): AlibabaCallError {
  return new AlibabaCallError({
    kind: "unsigned",
    message: "The credentials contain a space, a line break or a character outside ASCII.",
    hint: "Set them again, without quotes or spaces around them.",
  });
}
