import type { Clock } from "../../server/clock.ts";
import { signatureExpired, signatureFailure, tokenFailure, unknownSecretId } from "../errors.ts";
import type { TencentSettings } from "../settings.ts";
import type { CredentialStore, KnownCredentials } from "./credentials.ts";
import type { SignedRequest } from "./tc3-signature.ts";

/** How far a request's timestamp may be off, according to the page of common error codes (read 2026-11-29). */
const freshForSeconds = 5 * 60;

/** Authenticates a request: freshness, secret id, token, signature. The cloud has no nonces, so requests can be repeated. */
export class Authenticator {
  readonly #credentials: CredentialStore;
  readonly #settings: TencentSettings;
  readonly #wallClock: () => number;
  readonly #clock: Clock;

  /** Sessions that STS issued end by `clock`; everything else follows `wallClock`, in milliseconds since 1970. */
  constructor(credentials: CredentialStore, settings: TencentSettings, wallClock: () => number, clock: Clock) {
    this.#clock = clock;
    this.#credentials = credentials;
    this.#settings = settings;
    this.#wallClock = wallClock;
  }

  /** Returns the credentials, or throws the refusal. */
  authenticate(request: SignedRequest): KnownCredentials {
    if (Math.abs(this.#wallClock() / 1000 - request.timestamp) > freshForSeconds) throw signatureExpired();
    const credentials = this.#credentials.find(request.secretId);
    if (credentials === undefined || credentials.disabled === true) throw unknownSecretId();
    if ((request.token ?? "") !== (credentials.token ?? "")) throw tokenFailure();
    if (this.#hasExpired(credentials)) {
      throw this.#settings.expiredTokenCode === "AuthFailure.TokenFailure" ? tokenFailure() : unknownSecretId();
    }
    if (!request.isSignedWith(credentials)) {
      throw signatureFailure("it does not match the request and the SecretKey.");
    }
    credentials.calls += 1;
    return credentials;
  }

  #hasExpired(credentials: KnownCredentials): boolean {
    const { expiresAt = Infinity, endsAt = Infinity, expiresAfterCalls = Infinity, calls } = credentials;
    return this.#wallClock() >= expiresAt || this.#clock.now() >= endsAt || calls >= expiresAfterCalls;
  }
}
