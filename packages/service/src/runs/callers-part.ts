import type { RunPart } from "@crosstag/core";

/** Who begins a part of a run, and how. */
export type CallersPart = RunPart & { readonly by: string };

/** The fields of a part, of which some may be undefined. */
type GivenPart = { readonly [Field in keyof RunPart]: RunPart[Field] | undefined };

/** Leaves out what is not given. */
export function callersPart(by: string, { limit, canary, maximumFailures }: GivenPart): CallersPart {
  return {
    by,
    ...(limit !== undefined && { limit }),
    ...(canary !== undefined && { canary }),
    ...(maximumFailures !== undefined && { maximumFailures }),
  };
}
