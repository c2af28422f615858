import { useId, useMemo, useState } from "react";
import { Empty } from "../parts/empty.tsx";
import { formatNumber } from "../parts/format.ts";
import { LongList } from "../parts/long-list.tsx";
import type { RunOutcome, RunSoFar } from "./run-view.ts";

type Status = RunOutcome["status"];
const STATUSES = ["changed", "unchanged", "skipped", "failed", "unknown"] as const;
const TONES: Readonly<Record<Status, string>> = {
  changed: "good",
  unchanged: "soft",
  skipped: "warn",
  failed: "bad",
  unknown: "bad",
};

/** Every outcome, with its request ids; by status, or with a text. */
export function Outcomes({ soFar: { outcomes, counts, ended } }: { readonly soFar: RunSoFar }) {
  const [status, setStatus] = useState<Status | "all">("all");
  const [text, setText] = useState("");
  const id = useId();
  const shown = useMemo(() => outcomesWith(outcomes, status, text), [outcomes, status, text]);
  return (
    <section aria-labelledby="outcomes">
      <h2 id="outcomes">Outcomes</h2>
      <div className="row outcome-filter">
        <fieldset className="choices">
          <legend className="visually-hidden">Status</legend>
          {(["all", ...STATUSES] as const).map((each) => (
            <label key={each} className="choice">
              <input type="radio" name={`${id}status`} checked={status === each} onChange={() => setStatus(each)} />
              {each} <span className="soft">{formatNumber(each === "all" ? outcomes.length : counts[each])}</span>
            </label>
          ))}
        </fieldset>
        <div className="field">
          <label htmlFor={`${id}text`}>Name or request id</label>
          <input id={`${id}text`} type="search" value={text} onChange={({ target }) => setText(target.value)} />
        </div>
      </div>
      {shown.length === 0 ? (
        <Empty title={nothingTitle(outcomes.length, ended)} />
      ) : (
        <LongList label="Outcomes of resources" items={shown} keyOf={({ scope, reference }) => `${scope} ${reference}`}>
          {(outcome) => <OutcomeRow outcome={outcome} />}
        </LongList>
      )}
    </section>
  );
}

function nothingTitle(all: number, ended: boolean): string {
  if (all > 0) return "No outcome fits the filter";
  return ended ? "The run has no outcome" : "No resource has its outcome yet";
}

function OutcomeRow({ outcome }: { readonly outcome: RunOutcome }) {
  const { status, reference, reason, message, hint, requestIds = [], otherChanges } = outcome;
  return (
    <div className="outcome">
      <span className={`outcome-status ${TONES[status]}`}>{status}</span>
      <span className="outcome-facts">
        <code>{reference}</code>
        {(message ?? reason) !== undefined && <span>{message ?? reason}</span>}
        {hint !== undefined && <span className="soft">{hint}</span>}
        {otherChanges !== undefined && (
          <span className="warn">Another program changed at the same time: {otherChanges.join(", ")}</span>
        )}
        {requestIds.length > 0 && (
          <span className="soft">
            {requestIds.length === 1 ? "Request id" : "Request ids"} <code>{requestIds.join(", ")}</code>
          </span>
        )}
      </span>
    </div>
  );
}

function outcomesWith(outcomes: readonly RunOutcome[], status: Status | "all", text: string): readonly RunOutcome[] {
  const wanted = text.trim().toLowerCase();
  return outcomes.filter(
    (outcome) =>
      (status === "all" || outcome.status === status) &&
      (wanted === "" ||
        outcome.reference.toLowerCase().includes(wanted) ||
        (outcome.requestIds ?? []).some((requestId) => requestId.toLowerCase().includes(wanted))),
  );
}
