import { listPlans, makePlan } from "@crosstag/operations";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { callOperation } from "../api/call-operation.ts";
import { ErrorNotice } from "../parts/error-notice.tsx";
import type { CheckInput } from "./check-types.ts";

/** Makes a plan of the fixes that need no guessing. */
export function PlanFixes({ input, violating }: { readonly input: CheckInput; readonly violating: number }) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => {
      const { policy, waivers, clouds, kinds } = input;
      return callOperation(makePlan, {
        source: { from: "policy", policy, waivers, clouds, kinds },
        title: "Fixes of a policy",
      });
    },
    onSuccess: async ({ plan }) => {
      await client.invalidateQueries({ queryKey: [listPlans.name] });
      navigate(`/plans/${plan}`);
    },
  });
  if (violating === 0) return null;
  return (
    <>
      <div className="row">
        <button type="button" disabled={isPending} onClick={() => mutate()}>
          {isPending ? "Reading the clouds…" : "Plan the fixes"}
        </button>
        <span className="soft">Fixes that need no guessing become a plan for review. The others are listed here.</span>
      </div>
      {error !== null && <ErrorNotice error={error} />}
    </>
  );
}
