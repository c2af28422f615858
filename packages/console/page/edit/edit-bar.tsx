import { useMemo, useState } from "react";
import { formatCount } from "../parts/format.ts";
import { describeSpending } from "../plans/plan-sums.ts";
import { isRefused } from "./judge-edit.ts";
import type { ResourceEdit } from "./resource-edit.ts";
import { ReviewDialog } from "./review-dialog.tsx";
import { editStore } from "./use-edits.ts";
import { useEstimate } from "./use-estimate.ts";
import type { Judge } from "./use-judgements.ts";

/** The changes that are not a plan yet. */
export function EditBar({
  edits,
  judge,
}: {
  readonly edits: ReadonlyMap<string, ResourceEdit>;
  readonly judge: Judge;
}) {
  const [isOpen, setOpen] = useState(false);
  const refused = useMemo(() => [...edits.values()].filter((edit) => isRefused(judge(edit))).length, [edits, judge]);
  const estimate = useEstimate(edits);
  const isEmpty = edits.size === 0;
  return (
    <section className="edit-bar row" aria-label="Your changes">
      <p>
        {isEmpty ? (
          <span className="soft">No changes yet. Changes become a plan.</span>
        ) : (
          <>
            <strong>{formatCount(edits.size, "resource")} changed here</strong>, not planned yet.
            {estimate !== undefined && ` ${describeSpending(estimate.calls, estimate.seconds)}.`}
            {refused > 0 && <span className="bad"> {formatCount(refused, "resource")} would be refused.</span>}
            {!editStore.isKept() && <span className="warn"> Too many to be kept if this page is closed.</span>}
          </>
        )}
      </p>
      <button type="button" className="primary" aria-disabled={isEmpty} onClick={() => !isEmpty && setOpen(true)}>
        Review and plan
      </button>
      {isOpen && <ReviewDialog edits={edits} judge={judge} onClose={() => setOpen(false)} />}
    </section>
  );
}
