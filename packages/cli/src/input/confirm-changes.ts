import { CrosstagError, type Plan } from "@crosstag/core";
import { measurePlan } from "@crosstag/core/internal";
import type { Invocation } from "../invocation.ts";
import { describePlanSize } from "../output/describe-plan-size.ts";

/** What is asked before changes are made, and what to type if that is not possible. */
export interface Confirmation {
  readonly question: string;
  /** The message if the answer is not yes. */
  readonly declined: string;
  /** What to type instead. */
  readonly hint: string;
  /** The operation that is not done then. */
  readonly operation: string;
}

/**
 * Says how many changes a plan makes in each account, and asks whether to make them. The plan was shown.
 * @throws CrosstagError `confirmation-required` if the answer is not yes, or if there is no terminal to ask on
 */
export async function confirmChanges(
  { context, globals, messages }: Pick<Invocation, "context" | "globals" | "messages">,
  plan: Plan,
  { question, declined, hint, operation }: Confirmation,
): Promise<void> {
  const refuse = (message: string) =>
    new CrosstagError({
      code: "confirmation-required",
      operation,
      message: `${message} Nothing was changed.`,
      hint,
    });
  if (!globals.input) throw refuse("Cannot ask for confirmation: --no-input is set.");
  if (context.ask === undefined) throw refuse("Cannot ask for confirmation: not a terminal.");
  const size = describePlanSize(await measurePlan(plan));
  if (size !== undefined) messages.info(size);
  const answer = await context.ask(`${question} (yes/no)`);
  if (!/^y(es)?$/i.test(answer?.trim() ?? "")) throw refuse(declined);
}
