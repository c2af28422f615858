import { formatTime } from "../parts/format.ts";
import type { PlanDocument } from "./plan-state.ts";

/** Who decided what, the last decision first: it counts. */
export function Decisions({ decisions }: { readonly decisions: PlanDocument["decisions"] }) {
  if (decisions.length === 0) return null;
  return (
    <ol className="decisions bare" aria-label="Decisions, the last one first">
      {decisions.toReversed().map(({ decision, by, at, note, caller }, index) => (
        <li key={`${at} ${by}`} className={index === 0 ? undefined : "soft"}>
          <strong className={index === 0 ? (decision === "approved" ? "good" : "bad") : undefined}>
            {decision === "approved" ? "Approved" : "Rejected"}
          </strong>{" "}
          by {by}
          {caller !== "console" && <> (token {caller})</>}, {formatTime(at)}
          {note !== undefined && <q className="note-text">{note}</q>}
        </li>
      ))}
    </ol>
  );
}
