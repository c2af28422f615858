import {
  disabledAccessKey,
  expiredTimestamp,
  expiredToken,
  malformedTimestamp,
  malformedToken,
  mismatchedToken,
  missingCommonParameter,
  signatureMismatch,
  unknownAccessKey,
  usedNonce,
} from "../errors.ts";
import type { Clock } from "../../server/clock.ts";
import type { AlibabaSettings } from "../settings.ts";
import type { CredentialStore, KnownCredentials } from "./credentials.ts";
import { NonceMemory } from "./nonce-memory.ts";
import type { SignedRequest } from "./signed-request.ts";

/** How far a request's timestamp may be off, according to the gateway's error page (verified 2026-11-22). */
const freshForMs = 15 * 60 * 1000;
const timestampForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Authenticates a request: freshness, access key, security token, signature, nonce. */
export class Authenticator {
  readonly #credentials: CredentialStore;
  readonly #settings: AlibabaSettings;
  readonly #wallClock: () => number;
  readonly #clock: Clock;
  readonly #nonces = new NonceMemory(freshForMs);

  /** Sessions that STS issued end by `clock`; everything else follows `wallClock`. */
  constructor(credentials: CredentialStore, settings: AlibabaSettings, wallClock: () => number, clock: Clock) {
    this.#clock = clock;
    this.#credentials = credentials;
    this.#settings = settings;
    this.#wallClock = wallClock;
  }

  /** Returns the credentials, or throws the refusal. */
  authenticate(request: SignedRequest): KnownCredentials {
    const now = this.#wallClock();
    if (!timestampForm.test(request.timestamp)) throw malformedTimestamp();
    const signedAt = Date.parse(request.timestamp);
    if (Number.isNaN(signedAt)) throw malformedTimestamp();
    if (Math.abs(now - signedAt) > freshForMs) throw expiredTimestamp(this.#settings.clockSkewCode);
    const credentials = this.#credentials.find(request.accessKeyId);
    if (credentials === undefined) throw unknownAccessKey();
    if (credentials.disabled === true) throw disabledAccessKey();
    this.#checkToken(request.securityToken, credentials, now);
    if (credentials.calls >= (credentials.expiresAfterCalls ?? Infinity)) throw this.#expired();
    if (request.expectedSignature(credentials) !== request.signature) throw signatureMismatch();
    if (this.#settings.replayedNonce === "refuse" && !this.#nonces.remember(request.nonce, signedAt, now)) {
      throw usedNonce();
    }
    credentials.calls += 1;
    return credentials;
  }

  #checkToken(presented: string | undefined, credentials: KnownCredentials, now: number): void {
    if (presented === undefined || presented === "") {
      if (credentials.securityToken === undefined) return;
      throw missingCommonParameter("SecurityToken");
    }
    if (presented !== credentials.securityToken) {
      throw this.#credentials.knowsToken(presented) ? mismatchedToken() : malformedToken();
    }
    const { expiresAt, endsAt } = credentials;
    if (expiresAt !== undefined && now >= expiresAt) throw this.#expired();
    if (endsAt !== undefined && this.#clock.now() >= endsAt) throw this.#expired();
  }

  #expired(): Error {
    return this.#settings.expiredTokenCode === "InvalidSecurityToken.Expired" ? expiredToken() : unknownAccessKey();
  }
}
