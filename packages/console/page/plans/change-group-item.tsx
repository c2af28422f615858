import { Disclosure } from "../parts/disclosure.tsx";
import { formatCount } from "../parts/format.ts";
import { LongList } from "../parts/long-list.tsx";
import { TagChanges } from "./tag-changes.tsx";
import type { ChangeGroup } from "./group-entries.ts";

/** Resources whose tags change in the same way: the change once, and their names when asked. */
export function ChangeGroupItem({ group: { changes, entries } }: { readonly group: ChangeGroup }) {
  const [first] = entries;
  if (first === undefined) return null;
  return (
    <li className="card change-group">
      <TagChanges changes={changes} />
      {entries.length === 1 ? (
        <p className="only">
          <code>{first.reference}</code>
        </p>
      ) : (
        <Disclosure summary={`The same change for ${formatCount(entries.length, "resource")}`}>
          <LongList label="Resources with this change" items={entries} keyOf={({ reference }) => reference}>
            {({ reference }) => <code>{reference}</code>}
          </LongList>
        </Disclosure>
      )}
    </li>
  );
}
