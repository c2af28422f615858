import type { CallContext } from "@crosstag/core/driver";
import type { FixedCredentials } from "./fixed-credentials.ts";
import type { Service } from "./services.ts";

/** The SDK's function that signs with TC3-HMAC-SHA256: returns the value of the `authorization` header. */
export type SignFunction = (request: {
  readonly method: string;
  readonly url: string;
  readonly payload: Buffer;
  readonly timestamp: number;
  readonly service: string;
  readonly secretId: string;
  readonly secretKey: string;
  readonly multipart: boolean;
  readonly boundary: string;
  readonly headers: Record<string, string>;
}) => string;

/** What a signer needs of a source of credentials. */
export interface SigningCredentials {
  /** The credentials for one call; the end of the call ends the wait. @throws CredentialProblem */
  credentialsFor(context: CallContext): FixedCredentials | Promise<FixedCredentials>;
}

/** A call that is signed. */
export interface UnsignedRequest {
  /** The service that gets it. */
  readonly service: Service;
  /** The host name of the service, without a port. */
  readonly host: string;
  /** Name of the operation, for example `TagResources`. */
  readonly action: string;
  /** The parameters as JSON. */
  readonly body: string;
  /** The region of the call, for a regional service. */
  readonly region: string;
}

/** The headers of a signed call: name, value, name, value, …, the form that undici sends without a copy. */
export type SignedHeaders = readonly string[];

const CONTENT_TYPE = "application/json";

/**
 * Signs calls with the function of the SDK.
 *
 * The SDK's client cannot be used (tencentcloud-sdk-nodejs-common 4.1.220, verified 2026-11-29). It takes the name of the
 * service from the endpoint, so that it signs for a service "127" on a local cloud; it loses body, code and request id of an
 * answer with status 500; an answer that is not JSON and a connection that was reset have no code; and it does not say
 * whether anything was sent.
 */
export class RequestSigner {
  readonly #credentials: SigningCredentials | undefined;
  readonly #sign: SignFunction;
  /** The correction of this computer's time, milliseconds; default 0. */
  clockOffsetMs = 0;

  /** @param credentials undefined: the calls are not signed, for the exchange of an identity token */
  constructor(credentials: SigningCredentials | undefined, sign: SignFunction) {
    this.#credentials = credentials;
    this.#sign = sign;
  }

  /** A signer with other credentials and otherwise the same. */
  withCredentials(credentials: SigningCredentials | undefined): RequestSigner {
    const other = new RequestSigner(credentials, this.#sign);
    other.clockOffsetMs = this.clockOffsetMs;
    return other;
  }

  /** Signs a call. @throws CredentialProblem, also if the time of the call is up while it waits for credentials */
  async sign(request: UnsignedRequest, context: CallContext): Promise<SignedHeaders> {
    const { service, host, action, body, region } = request;
    const given = this.#credentials?.credentialsFor(context);
    const credentials = given instanceof Promise ? await given : given;
    const timestamp = Math.floor((Date.now() + this.clockOffsetMs) / 1_000);
    const headers = [
      "host",
      host,
      "content-type",
      CONTENT_TYPE,
      "content-length",
      String(Buffer.byteLength(body)),
      "x-tc-action",
      action,
      "x-tc-version",
      service.version,
      "x-tc-timestamp",
      String(timestamp),
      "x-tc-language",
      "en-US",
      "x-tc-requestclient",
      "Crosstag",
    ];
    if (service.regional) headers.push("x-tc-region", region);
    if (credentials === undefined) return [...headers, "authorization", "SKIP"];
    const { secretId, secretKey, token } = credentials;
    if (token !== undefined) headers.push("x-tc-token", token);
    const authorization = this.#sign({
      method: "POST",
      url: `https://${host}/`,
      payload: Buffer.from(body),
      timestamp,
      service: service.name,
      secretId,
      secretKey,
      multipart: false,
      boundary: "",
      headers: { "Content-Type": CONTENT_TYPE },
    });
    return [...headers, "authorization", authorization];
  }
}
