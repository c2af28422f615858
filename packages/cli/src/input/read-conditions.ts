import type { ResourceConditions } from "@crosstag/core";
import { checkConditions } from "@crosstag/core/internal";
import { UsageError } from "../usage-error.ts";

/** Options of commands that select resources by conditions, as they were given. */
export interface ConditionOptions {
  readonly filter?: readonly string[];
  readonly missing?: readonly string[];
  readonly where?: readonly string[];
}

/**
 * The conditions of the command line; undefined if there are none.
 * @throws UsageError with every condition that cannot be understood
 */
export function readConditions({ filter, missing, where }: ConditionOptions): ResourceConditions | undefined {
  if (filter === undefined && missing === undefined && where === undefined) return undefined;
  const conditions: ResourceConditions = {
    ...(filter !== undefined && { filter }),
    ...(missing !== undefined && { missing }),
    ...(where !== undefined && { where }),
  };
  const problems = checkConditions(conditions);
  if (problems.length === 0) return conditions;
  // They are not repeated: they may hold tag values.
  const messages = problems.map(
    ({ path: [field, position], problem }) => `Condition ${position + 1} of --${field} ${problem}.`,
  );
  throw new UsageError(messages.join(" "), ...new Set(problems.map(({ fix }) => fix)));
}
