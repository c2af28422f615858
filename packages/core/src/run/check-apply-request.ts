import { CrosstagError } from "../errors/crosstag-error.ts";
import { PLAN_SCHEMA } from "../plan/plan.ts";
import type { ApplyPlanRequest } from "./apply-request.ts";

/** @throws CrosstagError `invalid-request` before anything is read or written */
export function checkApplyRequest({ plan, maximumFailures, limit, canary }: ApplyPlanRequest): void {
  const schema: string = plan.header.schema;
  if (schema !== PLAN_SCHEMA)
    throw refused(
      `The plan has the schema ${JSON.stringify(schema)}; this version applies ${PLAN_SCHEMA}.`,
      "Make the plan again.",
    );
  for (const [name, number] of [
    ["limit", limit],
    ["canary", canary],
  ] as const) {
    if (number !== undefined && !(Number.isInteger(number) && number >= 1))
      throw refused(
        `\`${name}\` is ${number}; it must be a whole number of at least 1.`,
        "Correct it, or leave it out.",
      );
  }
  const isNumber = typeof maximumFailures === "number" && Number.isInteger(maximumFailures) && maximumFailures >= 0;
  const isShare = typeof maximumFailures === "string" && /^\d+(\.\d+)?%$/.test(maximumFailures);
  if (maximumFailures !== undefined && !isNumber && !isShare)
    throw refused(
      `\`maximumFailures\` is ${JSON.stringify(maximumFailures)}; it must be a number such as 10, or a share such as "5%".`,
      "Correct it, or leave it out.",
    );
}

function refused(message: string, hint: string): CrosstagError {
  return new CrosstagError({ code: "invalid-request", operation: "applyPlan", message, hint });
}
