import { PLAN_STATES, planState, type PlanDocument } from "./plan-state.ts";

/** Where a plan stands, in a word. */
export function PlanBadge({ plan }: { readonly plan: PlanDocument }) {
  const { title, tone } = PLAN_STATES[planState(plan)];
  return <span className={`badge ${tone}`}>{title}</span>;
}
