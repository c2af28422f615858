export { openPostgresBudget } from "./postgres-budget.ts";
export type { PostgresBudget, PostgresBudgetOptions } from "./postgres-budget.ts";
