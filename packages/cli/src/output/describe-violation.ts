import type { Violation } from "@crosstag/core";
import { inCommandWords } from "./command-words.ts";

/** What is wrong, how to fix it, and which rule says so, line by line. */
export function describeViolation({ message, fix, rule, source, status, verifiedOn }: Violation): readonly string[] {
  const provenance = source === undefined ? rule : `${rule}, ${status}: ${source}, ${verifiedOn}`;
  return [inCommandWords(message), `  ${inCommandWords(fix)}`, `  (${provenance})`];
}
