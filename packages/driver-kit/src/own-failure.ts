import type { CrosstagError, Failure } from "@crosstag/core/driver";
import { CredentialProblem } from "./credential-problem.ts";

/** Explains an error of Crosstag's own to the engine: nothing was sent. */
export function ownFailure({ code, retry, message, hint }: CrosstagError): Failure {
  return { code, retry, applied: "no", scope: "call", message, ...(hint !== undefined && { hint }) };
}

/** The driver was closed while a call waited for credentials. */
export function closedWhileAsking(): CredentialProblem {
  return new CredentialProblem("The driver was closed during the call.", "Close it after the last call.", {
    closed: true,
  });
}

/** Explains missing credentials to the engine: nothing was sent. */
export function credentialFailure({ message, hint, transient, closed, denied, ofEntry }: CredentialProblem): Failure {
  const refused = { applied: "no", scope: "call", message, hint } as const;
  if (closed) return { ...refused, code: "canceled", retry: "no" };
  if (transient)
    return { ...refused, code: "unavailable", retry: "transient", unreachable: true, withoutCredentials: true };
  if (denied) return { ...refused, code: "access-denied", retry: "no", scope: "account" };
  return { ...refused, code: "unauthenticated", retry: "no", ...(ofEntry && { entry: true }) };
}

/** Explains an error that an adapter does not know. `adapter`: its name in the message, for example `AWS`. */
export function unknownFailure(adapter: string): Failure {
  return {
    code: "internal",
    retry: "no",
    applied: "maybe",
    scope: "call",
    message: `The ${adapter} adapter failed with an unknown error.`,
    hint: "Run the command again with --verbose. If the error persists, report it.",
  };
}
