import type { Violation } from "@crosstag/core";

/** What is wrong, how to fix it, and which rule says so, line by line. */
export function describeViolation({ message, fix, rule, source, status, verifiedOn }: Violation): readonly string[] {
  const provenance = source === undefined ? rule : `${rule}, ${status}: ${source}, ${verifiedOn}`;
  return [message, `  ${fix}`, `  (${provenance})`];
}
