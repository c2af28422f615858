import { Disclosure } from "../parts/disclosure.tsx";
import { formatCount } from "../parts/format.ts";
import { LongList } from "../parts/long-list.tsx";
import type { RestGroup } from "./group-entries.ts";

/** What a plan leaves as it is, by reason. */
export function RestGroups({
  title,
  tone,
  groups,
}: {
  readonly title: string;
  readonly tone: "warning" | "error";
  readonly groups: readonly RestGroup[];
}) {
  if (groups.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="stack bare">
        {groups.map((group) => (
          <RestGroupItem key={group.key} group={group} tone={tone} />
        ))}
      </ul>
    </>
  );
}

function RestGroupItem({ group, tone }: { readonly group: RestGroup; readonly tone: string }) {
  const { reason, detail, hint, entries } = group;
  return (
    <li className={`notice ${tone}`}>
      <p>
        {detail} <span className="soft">({reason})</span>
      </p>
      {hint !== undefined && <p>{hint}</p>}
      <Disclosure summary={formatCount(entries.length, "resource")}>
        <LongList label={`Resources: ${reason}`} items={entries} keyOf={({ reference }) => reference}>
          {(entry) => (
            <>
              <code>{entry.reference}</code>
              {entry.action === "unreadable" && entry.error.requestId !== undefined && (
                <span className="soft"> request id {entry.error.requestId}</span>
              )}
            </>
          )}
        </LongList>
      </Disclosure>
    </li>
  );
}
