import { Link } from "wouter";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { useMakePlan } from "../plans/use-make-plan.ts";
import { noteFixPlan } from "./check-store.ts";
import type { CheckInput } from "./check-types.ts";

/** Makes a plan of the fixes that need no guessing, and links to the plans that were made. */
export function PlanFixes({
  input,
  violating,
  made,
}: {
  readonly input: CheckInput;
  readonly violating: number;
  /** The digests of the plans that were made of this check. */
  readonly made: readonly string[];
}) {
  const { mutate, isPending, error } = useMakePlan(noteFixPlan);
  const { policy, waivers, clouds, kinds } = input;
  const planFixes = () =>
    mutate({ source: { from: "policy", policy, waivers, clouds, kinds }, title: "Fixes of a policy" });
  if (violating === 0) return null;
  return (
    <>
      <div className="row">
        <button type="button" disabled={isPending} onClick={planFixes}>
          {isPending ? "Reading the clouds…" : "Plan the fixes"}
        </button>
        <span className="soft">Fixes that need no guessing become a plan for review. The others are listed here.</span>
      </div>
      {made.map((plan, index) => (
        <p key={plan}>
          <Link href={`/plans/${plan}`}>
            The plan of these fixes{made.length > 1 && `, ${index + 1} of ${made.length}`}
          </Link>
        </p>
      ))}
      {error !== null && <ErrorNotice error={error} />}
    </>
  );
}
