import { CrosstagError, type Failure } from "@crosstag/core/driver";
import { CredentialProblem } from "./credential-problem.ts";
import { HttpTransportError } from "./http-transport-error.ts";
import { credentialFailure, ownFailure } from "./own-failure.ts";
import { transportFailure } from "./transport-failure.ts";

/**
 * Explains the errors that calls of every cloud can fail with: of the transport, of credentials, and Crosstag's own.
 * @param service the service that was called, in messages
 * @returns undefined for other errors, which the adapter explains
 */
export function sharedFailure(error: unknown, service: string): Failure | undefined {
  if (error instanceof HttpTransportError) return transportFailure(error, service);
  if (error instanceof CredentialProblem) return credentialFailure(error);
  return CrosstagError.is(error) ? ownFailure(error) : undefined;
}
