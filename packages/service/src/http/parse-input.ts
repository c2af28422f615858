import { CrosstagError } from "@crosstag/core";
import { refusalMessage } from "@crosstag/core/internal";
import type { z } from "zod";
import { describeInputIssues } from "./describe-input-issues.ts";

/**
 * Returns the input of an operation.
 * @throws CrosstagError `invalid-request` with every problem; no value is repeated
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const violations = describeInputIssues(parsed.error.issues);
  const [first] = violations;
  const message = refusalMessage("The request", first?.message ?? "it is malformed.", violations.length);
  throw new CrosstagError({ code: "invalid-request", message, hint: first?.fix ?? "", violations });
}
