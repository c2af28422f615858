import { parseExactly } from "@crosstag/operations";
import type { z } from "zod";
import { describeInputIssues } from "./describe-input-issues.ts";
import { invalidRequest } from "./invalid-request.ts";

/**
 * Returns the input of an operation.
 * @throws CrosstagError `invalid-request` with every problem; no value is repeated
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = parseExactly(schema, given);
  if (parsed.success) return parsed.data;
  throw invalidRequest(describeInputIssues(parsed.issues, { schema, given }));
}
