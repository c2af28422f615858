import { CrosstagError, type Violation } from "@crosstag/core";
import { refusalMessage } from "@crosstag/core/internal";

/** The error of a request with problems: its message is the first one, and how many more there are. */
export function invalidRequest(violations: readonly Violation[]): CrosstagError {
  const [first] = violations;
  const message = refusalMessage("The request", first?.message ?? "it is malformed.", violations.length);
  return new CrosstagError({ code: "invalid-request", message, hint: first?.fix ?? "", violations });
}

/** @throws CrosstagError `invalid-request` if there is a problem */
export function refuseViolations(violations: readonly Violation[]): void {
  if (violations.length > 0) throw invalidRequest(violations);
}
