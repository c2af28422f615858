import { groupBy } from "@crosstag/core/internal";
import { formatCount } from "../parts/format.ts";
import type { CheckRecord } from "./check-types.ts";
import { RecordList } from "./record-list.tsx";

/** Resources that could not be read: neither compliant nor violating. */
export function Unread({
  records,
  onShow,
}: {
  readonly records: readonly CheckRecord[];
  readonly onShow: (record: CheckRecord) => void;
}) {
  const groups = groupBy(
    records.filter(({ error }) => error !== undefined),
    ({ error }) => error?.message ?? "",
  );
  if (groups.size === 0) return null;
  return (
    <section aria-labelledby="unread">
      <h2 id="unread">Not read</h2>
      <ul className="stack bare">
        {[...groups].map(([message, unread]) => (
          <li key={message} className="notice error">
            <p>{message}</p>
            <details>
              <summary>{formatCount(unread.length, "resource")}</summary>
              <RecordList label={message} records={unread} onShow={onShow} />
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
