import { useEffect, useRef } from "react";
import { Facts } from "../parts/facts.tsx";
import { formatCount, formatTime } from "../parts/format.ts";
import type { DeletionAnswer } from "./use-deletion.ts";

type Outcome = DeletionAnswer["outcome"];

/** What became of the material, with what was seen afterwards. */
export function DeletionResult({
  result,
  onLookAgain,
}: {
  readonly result: DeletionAnswer;
  readonly onLookAgain: () => void;
}) {
  const { outcome, before, after, looks, materialId, warnings } = result;
  const { title, tone } = describeOutcome(outcome);
  const notice = useRef<HTMLDivElement>(null);
  // The form with the focus is gone.
  useEffect(() => notice.current?.focus(), []);
  return (
    <div className="stack">
      <div className={`notice ${tone}`} tabIndex={-1} ref={notice} role="status">
        <p>
          <strong>{title}</strong>
        </p>
        {"error" in outcome && <ErrorOf outcome={outcome} />}
      </div>
      {warnings.map(({ rule, message, fix }) => (
        <p key={rule} className="notice warning">
          {message} {fix}
        </p>
      ))}
      <Facts
        facts={[
          ["Key", <code key="key">{outcome.reference}</code>],
          ["Material", materialId !== undefined && <code key="material">{materialId}</code>],
          ["State before", before.stateAsGiven],
          ["State after", after?.stateAsGiven ?? "not read"],
          ["Seen afterwards", looks !== undefined && describeLooks(looks)],
          ["Request ids", outcome.requestIds.length > 0 && <code key="ids">{outcome.requestIds.join(", ")}</code>],
          ["Evidence", evidenceOf(result)],
        ]}
      />
      <div className="row">
        <button type="button" onClick={onLookAgain}>
          Look again
        </button>
      </div>
    </div>
  );
}

function ErrorOf({ outcome }: { readonly outcome: Outcome & { readonly status: "failed" | "unknown" } }) {
  const { message, hint, code, providerCode, requestId } = outcome.error;
  return (
    <>
      <p>{message}</p>
      {hint !== undefined && <p>{hint}</p>}
      <p className="soft">
        Code {code}
        {providerCode !== undefined && <>, code of the cloud {providerCode}</>}
        {requestId !== undefined && <>, request id {requestId}</>}
      </p>
    </>
  );
}

function describeOutcome(outcome: Outcome): { readonly title: string; readonly tone: string } {
  switch (outcome.status) {
    case "changed":
      return { title: "The material is deleted.", tone: "success" };
    case "unchanged":
      return { title: "The key had no material. Nothing was deleted.", tone: "success" };
    case "scheduled":
      return { title: `The cloud deletes the material on ${formatTime(outcome.scheduledFor)}.`, tone: "warning" };
    case "skipped":
      return { title: `Nothing was sent: ${outcome.reason}.`, tone: "warning" };
    case "failed":
      return { title: "The material was not deleted.", tone: "error" };
    case "unknown":
      return {
        title:
          "The material may or may not have been deleted. Look at the key before you do anything else, and do not simply repeat the deletion.",
        tone: "error",
      };
  }
}

function describeLooks({ count, seconds, shown }: NonNullable<DeletionAnswer["looks"]>): string {
  const what = shown ? "the key shows it" : "the key does not show it yet";
  return `${what}, after ${formatCount(count, "look")} in ${Math.round(seconds)} s`;
}

/** The service keeps the evidence; without it nothing is sent, and if the last record failed there is a warning. */
function evidenceOf({ warnings }: DeletionAnswer): string {
  return warnings.some(({ rule }) => rule === "crosstag.evidence-incomplete")
    ? "not complete: the outcome could not be written"
    : "intent and outcome are written to evidence/delete-key-material.jsonl in the folder of the service";
}
