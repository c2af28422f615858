import { useDeferredValue, useId, useMemo, useState } from "react";
import type { InventoryRow } from "../inventory/inventory-row.ts";
import { announce } from "../parts/announcements.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { formatCount } from "../parts/format.ts";
import { Suggestions } from "../parts/suggestions.tsx";
import { bulkChanges, judgeBulk } from "./bulk-changes.ts";
import type { RulesOf } from "./judge-edit.ts";
import type { ResourceEdit } from "./resource-edit.ts";
import { editStore } from "./use-edits.ts";
import { ViolationList } from "./violation-list.tsx";

/** What is done to all selected resources. */
export type BulkAction = "set" | "remove";

/** Sets a tag on all selected resources, or removes one. */
export function BulkDialog({
  action,
  rows,
  keys,
  edits,
  rulesOf,
  onClose,
}: {
  readonly action: BulkAction;
  readonly rows: readonly InventoryRow[];
  readonly keys: ReadonlyMap<string, number>;
  readonly edits: ReadonlyMap<string, ResourceEdit>;
  readonly rulesOf: RulesOf;
  readonly onClose: () => void;
}) {
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const judgedId = useId();
  const wanted = useDeferredValue(action === "set" ? { key, value } : { key, value: undefined });
  const changes = useMemo(
    () => bulkChanges(rows, wanted.key, wanted.value, edits),
    [rows, wanted.key, wanted.value, edits],
  );
  const { groups, refused } = useMemo(() => judgeBulk(changes, edits, rulesOf), [changes, edits, rulesOf]);
  const canChange = key !== "" && changes.length > 0;
  return (
    <Dialog title={action === "set" ? "Set a tag" : "Remove a tag"} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!canChange) return;
          const all = bulkChanges(rows, key, action === "set" ? value : undefined, edits);
          editStore.change(all);
          announce(`Changed ${formatCount(all.length, "resource")}`);
          onClose();
        }}
      >
        <p>On {formatCount(rows.length, "selected resource")}.</p>
        <JudgedField label="Tag key" value={key} judged={judgedId} suggestions={[...keys.keys()]} onValue={setKey} />
        {action === "set" && (
          <JudgedField label="Value" value={value} judged={judgedId} suggestions={[]} onValue={setValue} />
        )}
        <div id={judgedId} className="judged">
          {key !== "" && <p>{describeVerdict(changes.length, refused)}</p>}
          {key !== "" && <ViolationList groups={groups} />}
        </div>
        <div className="row">
          <button type="submit" className="primary" aria-disabled={!canChange}>
            {action === "set" ? "Set" : "Remove"}
          </button>
          <span className="soft">It is added to your changes. Nothing is sent yet.</span>
        </div>
      </form>
    </Dialog>
  );
}

/** What would become of the changes, in one sentence. */
function describeVerdict(changes: number, refused: number): string {
  if (changes === 0) return "No resource would change.";
  const changed = formatCount(changes - refused, "resource");
  if (refused === 0) return `${changed} would change.`;
  if (refused === changes)
    return `No resource would change: ${changes === 1 ? "its cloud refuses" : "their clouds refuse"} this.`;
  return `${changed} would change, and ${formatCount(refused, "resource")} would be refused by their clouds.`;
}

function JudgedField({
  label,
  value,
  judged,
  suggestions,
  onValue,
}: {
  readonly label: string;
  readonly value: string;
  /** The id of the element that says what the clouds think of it. */
  readonly judged: string;
  readonly suggestions: readonly string[];
  readonly onValue: (value: string) => void;
}) {
  const id = useId();
  const list = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        list={suggestions.length === 0 ? undefined : list}
        value={value}
        onChange={({ target }) => onValue(target.value)}
        aria-describedby={judged}
        autoComplete="off"
      />
      <Suggestions id={list} values={suggestions} />
    </div>
  );
}
