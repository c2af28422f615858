import { useId, useMemo, useState } from "react";
import type { LinesSoFar } from "../api/use-lines.ts";
import { Empty } from "../parts/empty.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { formatCount, formatNumber } from "../parts/format.ts";
import { ShowMore } from "../parts/show-more.tsx";
import { ChangeGroupItem } from "./change-group-item.tsx";
import { entriesWith, groupEntries, type PlanEntry } from "./group-entries.ts";
import type { PlanDocument } from "./plan-state.ts";
import { RestGroups } from "./rest-groups.tsx";

/** What a plan changes, grouped by identical change, and what it leaves as it is. */
export function PlanEntries({
  entries: { lines, done, error },
  expected,
}: {
  readonly entries: LinesSoFar<PlanEntry>;
  readonly expected: PlanDocument["summary"];
}) {
  const [filter, setFilter] = useState("");
  const filterId = useId();
  const shown = useMemo(() => entriesWith(lines, filter), [lines, filter]);
  const { changes, skipped, unreadable } = useMemo(() => groupEntries(shown), [shown]);
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">Changes</h2>
      {error !== undefined && <ErrorNotice error={error} />}
      {expected.changes + expected.unreadable > 1 && (
        <div className="row entry-filter">
          <div className="field">
            <label htmlFor={filterId}>Show only resources with</label>
            <input
              id={filterId}
              type="search"
              value={filter}
              placeholder="a name, tag key or value"
              onChange={({ target }) => setFilter(target.value)}
            />
          </div>
          <p className="soft" role="status">
            {done
              ? `${formatCount(shown.length, "resource")} in ${formatCount(changes.length + skipped.length + unreadable.length, "group")}`
              : `Reading: ${formatNumber(lines.length)}…`}
          </p>
        </div>
      )}
      {done && error === undefined && shown.length === 0 && <NothingShown filter={filter} />}
      <ShowMore items={changes} what="groups of changes">
        {(groups) => (
          <ul className="stack bare">
            {groups.map((group) => (
              <ChangeGroupItem key={group.key} group={group} />
            ))}
          </ul>
        )}
      </ShowMore>
      <RestGroups title="Skipped" tone="warning" groups={skipped} />
      <RestGroups title="Unreadable" tone="error" groups={unreadable} />
    </section>
  );
}

function NothingShown({ filter }: { readonly filter: string }) {
  return filter.trim() === "" ? (
    <Empty title="The plan changes nothing">
      <p>Every resource that it is about already has the tags.</p>
    </Empty>
  ) : (
    <Empty title="No resource of the plan has this text" />
  );
}
