import { parseScopeName } from "../driver/scope-name.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { Plan } from "./plan.ts";

/** How much a plan changes. */
export interface PlanSize {
  /** Resources that it changes. */
  readonly changes: number;
  /** The same by account, `aws/111122223333`, the largest first. */
  readonly byAccount: ReadonlyMap<string, number>;
}

/** How much a plan may change. */
export interface PlanLimits {
  /**
   * Refuse a plan that changes more resources than this. It is a guard against selections that match more than was meant;
   * `limit` is for changing a part of a plan. Default: no limit.
   */
  readonly maximumChanges?: number | undefined;
  /** Refuse a plan that changes resources in more accounts than this. Default: no limit. */
  readonly maximumAccounts?: number | undefined;
}

/** Counts the changes of a plan by account, entry by entry: the counts of a header can be wrong. */
export async function measurePlan(plan: Pick<Plan, "entries">): Promise<PlanSize> {
  const counts = new Map<string, number>();
  let changes = 0;
  for await (const { action, scope } of plan.entries()) {
    if (action !== "change") continue;
    const name = accountOfScope(scope);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    changes += 1;
  }
  return { changes, byAccount: new Map([...counts].toSorted(([, one], [, other]) => other - one)) };
}

/** The cloud and account of a scope, `aws/111122223333`; the scope itself if its name has no account. */
export function accountOfScope(scope: string): string {
  const parts = parseScopeName(scope);
  return parts === undefined ? scope : `${parts.provider}/${parts.account}`;
}

/** @throws CrosstagError `confirmation-required` if a plan changes more than it may */
export async function refuseLargePlan(plan: Pick<Plan, "entries">, limits: PlanLimits): Promise<void> {
  const { maximumChanges = Number.POSITIVE_INFINITY, maximumAccounts = Number.POSITIVE_INFINITY } = limits;
  if (maximumChanges === Number.POSITIVE_INFINITY && maximumAccounts === Number.POSITIVE_INFINITY) return;
  const { changes, byAccount } = await measurePlan(plan);
  const [largest] = byAccount;
  if (changes > maximumChanges)
    throw tooLarge(
      `The plan changes ${changes} resources, and at most ${maximumChanges} are allowed`,
      "maximumChanges",
    );
  if (byAccount.size > maximumAccounts)
    throw tooLarge(
      `The plan changes resources in ${byAccount.size} accounts (most in ${largest?.[0]}), and at most ${maximumAccounts} are allowed`,
      "maximumAccounts",
    );
}

function tooLarge(what: string, limit: keyof PlanLimits): CrosstagError {
  return new CrosstagError({
    code: "confirmation-required",
    operation: "applyPlan",
    message: `${what} (\`${limit}\`). Nothing was changed.`,
    hint: `Check what the plan selects. If it is what you want, raise \`${limit}\`.`,
  });
}
