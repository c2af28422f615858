import { formatCount, formatNumber } from "../parts/format.ts";
import { TagValue } from "../grid/tag-cell.tsx";
import { groupEdits, type EditGroup } from "./group-edits.ts";
import type { ResourceEdit } from "./resource-edit.ts";
import type { Judge } from "./use-judgements.ts";

/** Groups and resources that are listed by name. */
const MOST_GROUPS = 100;
const MOST_NAMES = 200;

/** All changes, equal ones together, the refused ones first. */
export function EditGroups({
  edits,
  judge,
  onDiscard,
}: {
  readonly edits: ReadonlyMap<string, ResourceEdit>;
  readonly judge: Judge;
  readonly onDiscard: (references: readonly string[]) => void;
}) {
  const groups = groupEdits(edits.values(), judge);
  return (
    <ul className="edit-groups">
      {groups.slice(0, MOST_GROUPS).map((group) => (
        <li key={group.edits[0]?.reference} className="card">
          {group.isRefused && group.refusedKeys.size === 0 && <strong className="bad">Refused</strong>}
          <Changes group={group} />
          <Resources group={group} onDiscard={onDiscard} />
        </li>
      ))}
      {groups.length > MOST_GROUPS && (
        <li className="soft">and {formatNumber(groups.length - MOST_GROUPS)} further kinds of changes</li>
      )}
    </ul>
  );
}

function Changes({ group: { changes, edits, refusedKeys } }: { readonly group: EditGroup }) {
  return (
    <ul className="tag-changes">
      {[...changes].map(([key, value]) => {
        const before = new Set(edits.map((edit) => edit.before.get(key)));
        const [only] = before;
        return (
          <li key={key}>
            <strong>{key}</strong>: {before.size === 1 ? <TagValue value={only} /> : "several values"} →{" "}
            {value === undefined ? "removed" : <TagValue value={value} />}
            {refusedKeys.has(key) && <strong className="bad"> Refused</strong>}
          </li>
        );
      })}
    </ul>
  );
}

function Resources({
  group: { edits },
  onDiscard,
}: {
  readonly group: EditGroup;
  readonly onDiscard: (references: readonly string[]) => void;
}) {
  return (
    <div className="row">
      <details>
        <summary>{edits.length === 1 ? edits[0]?.name : formatCount(edits.length, "resource")}</summary>
        <ul>
          {edits.slice(0, MOST_NAMES).map(({ reference, name }) => (
            <li key={reference}>
              {name} <code>{reference}</code>
            </li>
          ))}
          {edits.length > MOST_NAMES && <li>and {formatNumber(edits.length - MOST_NAMES)} more</li>}
        </ul>
      </details>
      <button type="button" className="quiet small" onClick={() => onDiscard(edits.map(({ reference }) => reference))}>
        Take back
      </button>
    </div>
  );
}
