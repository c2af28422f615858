import type { Caller } from "../caller.ts";
import type { ServiceState } from "../service-state.ts";
import type { KeptPlan } from "./plan-store.ts";
import { allowReach } from "./plan-reach.ts";

/** @throws CrosstagError `not-found`, `access-denied`, `configuration` if its file was changed */
export async function findPlan(
  { plans }: Pick<ServiceState, "plans">,
  digest: string,
  caller: Caller,
): Promise<KeptPlan> {
  const kept = await plans.get(digest);
  allowReach(caller, kept.reach);
  return kept;
}
