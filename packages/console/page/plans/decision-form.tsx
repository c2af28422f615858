import { approvePlan, getPlan, listPlans } from "@crosstag/operations";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { callOperation } from "../api/call-operation.ts";
import { announce } from "../parts/announcements.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { keepPersonName, lastPersonName } from "../parts/person-name.ts";
import { planState, type PlanDocument } from "./plan-state.ts";

type Decision = "approved" | "rejected";

/** Approves or rejects a plan, with a name and a note that are kept with its digest. */
export function DecisionForm({ plan }: { readonly plan: PlanDocument }) {
  const client = useQueryClient();
  const [by, setBy] = useState(lastPersonName);
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState(false);
  const [nameId, noteId, problemId] = [useId(), useId(), useId()];
  const { mutate, isPending, error } = useMutation({
    mutationFn: (decision: Decision) =>
      callOperation(approvePlan, {
        plan: plan.plan,
        decision,
        by: by.trim(),
        ...(note.trim() !== "" && { note: note.trim() }),
      }),
    onSuccess: async (answer, decision) => {
      keepPersonName(by.trim());
      setNote("");
      client.setQueryData([getPlan.name, { plan: plan.plan }], answer);
      announce(`The plan is ${decision}.`);
      await client.invalidateQueries({ queryKey: [listPlans.name] });
    },
  });
  const decide = (decision: Decision) => {
    setMissing(by.trim() === "");
    if (by.trim() === "") document.getElementById(nameId)?.focus();
    else mutate(decision);
  };
  const state = planState(plan);
  return (
    <form
      className="stack decision-form"
      onSubmit={(event) => {
        event.preventDefault();
        decide("approved");
      }}
    >
      <div className="fields">
        <div className="field">
          <label htmlFor={nameId}>Your name</label>
          <input
            id={nameId}
            value={by}
            maxLength={200}
            autoComplete="name"
            aria-invalid={missing}
            aria-describedby={missing ? problemId : undefined}
            onChange={({ target }) => setBy(target.value)}
          />
          {missing && (
            <span id={problemId} className="bad">
              Type the name of the person who decides.
            </span>
          )}
        </div>
        <div className="field">
          <label htmlFor={noteId}>Note (optional)</label>
          <input id={noteId} value={note} maxLength={2_000} onChange={({ target }) => setNote(target.value)} />
        </div>
      </div>
      <div className="row">
        <button type="submit" className={state === "undecided" ? "primary" : undefined} disabled={isPending}>
          Approve
        </button>
        <button type="button" className="danger" disabled={isPending} onClick={() => decide("rejected")}>
          Reject
        </button>
        <span className="soft">The decision is kept with the digest of the plan. The last one counts.</span>
      </div>
      {error !== null && <ErrorNotice error={error} />}
    </form>
  );
}
