import type { ScheduledTask } from "@crosstag/dbos";
import type { ResourceOptions } from "../compliance/with-resources-to-check.ts";
import { flagsOfSelection } from "../configuration/selecting-flags.ts";
import type { Invocation } from "../invocation.ts";

/** The parts of a command that a scheduled check needs. */
export type ScheduleInvocation = Pick<
  Invocation<ResourceOptions>,
  "context" | "globals" | "messages" | "operands" | "options"
>;

/** The command line that a schedule stands for, with the configuration and the credentials of the worker. */
export function scheduleInvocation(
  { context, globals, messages }: Pick<Invocation, "context" | "globals" | "messages">,
  { definition, signal }: Pick<ScheduledTask, "definition" | "signal">,
): ScheduleInvocation {
  const { selection } = definition;
  const { kinds, references = [], describe = true, region } = selection;
  return {
    context: { ...context, signal },
    globals: { ...globals, ...flagsOfSelection(selection), ...(region !== undefined && { region }) },
    messages,
    operands: references,
    options: { ...(kinds !== undefined && { kind: kinds }), describe },
  };
}
