import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { Clock } from "../../server/clock.ts";
import type { CloudError, ReceivedRequest } from "../../server/cloud.ts";
import { algorithm, parseAuthorization, splitScope } from "./authorization-header.ts";
import { awsError } from "./aws-error.ts";
import type { AwsCredentialStore, KnownAwsCredentials } from "./credential-store.ts";
import { canonicalRequest, sha256 } from "./canonical-request.ts";

export interface Signer {
  readonly accessKeyId: string;
  /** The account of the credentials. */
  readonly account: string;
  readonly region: string;
}

/** The names with which the services sign. */
export type SigningName = "kms" | "sts" | "secretsmanager" | "acm" | "organizations" | "account" | "servicequotas";

/** What the verifiers of all services share. */
export interface VerifierParts {
  readonly credentials: AwsCredentialStore;
  /** The account of credentials that name no other. */
  readonly ownAccount: string;
  /** The clock of sessions that STS issued. */
  readonly clock: Clock;
}

const freshnessMs = 15 * 60 * 1000;

/** What a credential scope determines, computed once. */
interface Scope {
  readonly credentials: KnownAwsCredentials;
  readonly region: string;
  readonly day: string;
  /** `day/region/service/aws4_request`. */
  readonly text: string;
  readonly signingKey: KeyObject;
}

/**
 * Verifies Signature Version 4 in the Authorization header. Presigned queries and Signature Version 4A are not
 * supported. Error names and texts are the ones of AWS services on the JSON protocol. They contain no canonical
 * request, which would echo session tokens.
 */
export class SignatureV4Verifier {
  readonly #service: SigningName;
  readonly #regions: ReadonlySet<string>;
  readonly #credentials: AwsCredentialStore;
  readonly #ownAccount: string;
  readonly #clock: Clock;
  readonly #scopes = new Map<string, Scope>();
  /** Header names by the list that a client signs, which is almost always the same. */
  readonly #headerNames = new Map<string, readonly string[]>();
  /** The last timestamp read: requests of one second share it. */
  #timestamp = "";
  #signedAt = Number.NaN;

  constructor(service: SigningName, regions: readonly string[], parts: VerifierParts) {
    this.#service = service;
    this.#regions = new Set(regions);
    this.#credentials = parts.credentials;
    this.#ownAccount = parts.ownAccount;
    this.#clock = parts.clock;
  }

  /**
   * Returns the signer, or throws the refusal. Clients sign with the wall clock, whatever clock the state uses, so
   * freshness is checked against it.
   */
  verify(request: ReceivedRequest): Signer {
    const wallClock = Date.now();
    const header = request.headers["authorization"];
    if (header === undefined || header === "") {
      throw awsError("MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    const { credential, signedHeaders, signature } = parseAuthorization(header, request);
    const scope = this.#scopeOf(credential);
    const timestamp = request.headers["x-amz-date"] ?? "";
    if (timestamp !== this.#timestamp) {
      this.#signedAt = parseBasicTime(timestamp);
      this.#timestamp = timestamp;
    }
    checkFreshness(timestamp, this.#signedAt, scope.day, wallClock);
    const { given } = scope.credentials;
    if (request.headers["x-amz-security-token"] !== given.sessionToken) throw unrecognizedClient();
    if (this.#isExpired(scope.credentials, wallClock)) {
      throw awsError("ExpiredTokenException", "The security token included in the request is expired");
    }
    const names = this.#namesIn(signedHeaders);
    // Otherwise a signature for one operation would be valid for another.
    if (request.headers["x-amz-target"] !== undefined && !names.includes("x-amz-target")) {
      throw notSigned("'X-Amz-Target'");
    }
    const hashed = sha256(canonicalRequest(request, signedHeaders, names));
    const stringToSign = `${algorithm}\n${timestamp}\n${scope.text}\n${hashed}`;
    // A timing attack gains nothing: the secret is public.
    if (createHmac("sha256", scope.signingKey).update(stringToSign).digest("hex") !== signature) {
      throw invalidSignature(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access " +
          "Key and signing method. Consult the service documentation for details.",
      );
    }
    scope.credentials.calls += 1;
    return { accessKeyId: given.accessKeyId, account: given.account ?? this.#ownAccount, region: scope.region };
  }

  #isExpired({ given, endsAt, calls }: KnownAwsCredentials, wallClock: number): boolean {
    if (endsAt !== undefined && this.#clock.now() >= endsAt) return true;
    return wallClock >= (given.expiresAt ?? Infinity) || calls >= (given.expiresAfterCalls ?? Infinity);
  }

  /** A cached scope is valid only while its credentials are known. */
  #scopeOf(credential: string): Scope {
    const scope = this.#scopes.get(credential);
    const current =
      scope !== undefined && this.#credentials.find(scope.credentials.given.accessKeyId) === scope.credentials;
    return current ? scope : this.#newScope(credential);
  }

  #namesIn(signedHeaders: string): readonly string[] {
    let names = this.#headerNames.get(signedHeaders);
    if (names === undefined) {
      names = signedHeaders.split(";");
      if (!names.includes("host")) throw notSigned("'Host' or ':authority'");
      if (!names.includes("x-amz-date")) throw notSigned("'X-Amz-Date'");
      remember(this.#headerNames, signedHeaders, names);
    }
    return names;
  }

  #newScope(credential: string): Scope {
    const [accessKeyId = "", day = "", region = "", scopedService, terminator] = splitScope(credential);
    if (!this.#regions.has(region)) {
      throw invalidSignature(`Credential should be scoped to a valid region, not '${region}'. `);
    }
    if (scopedService !== this.#service) {
      throw invalidSignature(`Credential should be scoped to correct service: '${this.#service}'. `);
    }
    if (terminator !== "aws4_request") {
      throw invalidSignature("Credential should be scoped with a valid terminator: 'aws4_request'.");
    }
    const credentials = this.#credentials.find(accessKeyId);
    if (credentials === undefined) throw unrecognizedClient();
    const ofDay = hmac(`AWS4${credentials.given.secretAccessKey}`, day);
    const scope: Scope = {
      credentials,
      region,
      day,
      text: credential.slice(accessKeyId.length + 1),
      signingKey: createSecretKey(hmac(hmac(hmac(ofDay, region), this.#service), "aws4_request")),
    };
    remember(this.#scopes, credential, scope);
    return scope;
  }
}

/** Entries are few. Only a server that runs for years, or gets invalid requests, would collect many. */
function remember<T>(memory: Map<string, T>, name: string, value: T): void {
  if (memory.size >= 1000) memory.clear();
  memory.set(name, value);
}

function checkFreshness(timestamp: string, signedAt: number, day: string, wallClock: number): void {
  if (Number.isNaN(signedAt)) {
    throw awsError("IncompleteSignatureException", "Date must be in ISO-8601 'basic format'.");
  }
  if (!timestamp.startsWith(day) || day.length !== 8) {
    throw invalidSignature("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.");
  }
  if (signedAt < wallClock - freshnessMs) {
    throw invalidSignature(
      `Signature expired: ${timestamp} is now earlier than ${basicTime(wallClock - freshnessMs)} (${basicTime(wallClock)} - 15 min.)`,
    );
  }
  if (signedAt > wallClock + freshnessMs) {
    throw invalidSignature(
      `Signature not yet current: ${timestamp} is still later than ${basicTime(wallClock + freshnessMs)} (${basicTime(wallClock)} + 15 min.)`,
    );
  }
}

/** `20261122T150000Z` to milliseconds since 1970; NaN for anything else. */
function parseBasicTime(text: string): number {
  if (text.length !== 16 || text[8] !== "T" || text[15] !== "Z") return Number.NaN;
  return Date.UTC(
    Number(text.slice(0, 4)),
    Number(text.slice(4, 6)) - 1,
    Number(text.slice(6, 8)),
    Number(text.slice(9, 11)),
    Number(text.slice(11, 13)),
    Number(text.slice(13, 15)),
  );
}

function basicTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replaceAll("-", "").replaceAll(":", "")}Z`;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

export function unrecognizedClient(): CloudError {
  return awsError("UnrecognizedClientException", "The security token included in the request is invalid.");
}

function notSigned(header: string): Error {
  return invalidSignature(`${header} must be a 'SignedHeader' in the AWS Authorization.`);
}

function invalidSignature(text: string): Error {
  return awsError("InvalidSignatureException", text);
}
