import type { Violation } from "@crosstag/core";

/** What is wrong, how to mend it, and which rule says so. */
export function describeViolation({ message, fix, rule, source, status, verifiedOn }: Violation): string {
  const provenance = source === undefined ? rule : `${rule}, ${status}: ${source}, ${verifiedOn}`;
  return `${message}\n  ${fix}\n  (${provenance})`;
}
