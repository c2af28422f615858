import { deletePlan, getPlan, listPlans, readPlanEntries } from "@crosstag/operations";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { callOperation } from "../api/call-operation.ts";
import { announce } from "../parts/announcements.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";

/** Deletes a plan, after a question. */
export function DeletePlan({ plan }: { readonly plan: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="danger" onClick={() => setAsking(true)}>
        Delete…
      </button>
      {asking && <DeletePlanDialog plan={plan} onClose={() => setAsking(false)} />}
    </>
  );
}

function DeletePlanDialog({ plan, onClose }: { readonly plan: string; readonly onClose: () => void }) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => callOperation(deletePlan, { plan }),
    onSuccess: async () => {
      announce("The plan is deleted.");
      navigate("/plans");
      for (const { name } of [getPlan, readPlanEntries]) client.removeQueries({ queryKey: [name, { plan }] });
      await client.invalidateQueries({ queryKey: [listPlans.name] });
    },
  });
  return (
    <Dialog title="Delete this plan" onClose={onClose}>
      <p>
        Its approval ends with it: the same plan, made again, has to be approved again. Runs stay, with copies of their
        own. No tag is changed.
      </p>
      {error !== null && <ErrorNotice error={error} />}
      <div className="row">
        <button type="button" className="danger" disabled={isPending} onClick={() => mutate()}>
          Delete the plan
        </button>
      </div>
    </Dialog>
  );
}
