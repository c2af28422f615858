import { ErrorNotice } from "../parts/error-notice.tsx";
import { useMakePlan } from "../plans/use-make-plan.ts";
import type { CheckInput } from "./check-types.ts";

/** Makes a plan of the fixes that need no guessing. */
export function PlanFixes({ input, violating }: { readonly input: CheckInput; readonly violating: number }) {
  const { mutate, isPending, error } = useMakePlan();
  const { policy, waivers, clouds, kinds } = input;
  const plan = () => mutate({ source: { from: "policy", policy, waivers, clouds, kinds }, title: "Fixes of a policy" });
  if (violating === 0) return null;
  return (
    <>
      <div className="row">
        <button type="button" disabled={isPending} onClick={plan}>
          {isPending ? "Reading the clouds…" : "Plan the fixes"}
        </button>
        <span className="soft">Fixes that need no guessing become a plan for review. The others are listed here.</span>
      </div>
      {error !== null && <ErrorNotice error={error} />}
    </>
  );
}
