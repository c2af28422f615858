import { useState } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { formatCount } from "../parts/format.ts";

/** More keys than these are found by a search only. */
const MOST_SHOWN = 200;

/** Chooses the tag keys that have a column, also keys that no resource has yet. */
export function ColumnsDialog({
  counts,
  keys,
  onColumns,
  onClose,
}: {
  readonly counts: ReadonlyMap<string, number>;
  readonly keys: readonly string[];
  readonly onColumns: (keys: readonly string[]) => void;
  readonly onClose: () => void;
}) {
  const [text, setText] = useState("");
  const all = [...new Set([...keys, ...counts.keys()])];
  const found = all.filter((key) => key.toLowerCase().includes(text.toLowerCase()));
  const isNew = text !== "" && !all.includes(text);
  return (
    <Dialog title="Columns" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isNew) return;
          onColumns([...keys, text]);
          setText("");
        }}
      >
        <div className="field">
          <label htmlFor="column-key">Find a tag key, or name a new one</label>
          <div className="row nowrap">
            <input id="column-key" value={text} onChange={({ target }) => setText(target.value)} autoComplete="off" />
            <button type="submit" aria-disabled={!isNew}>
              Add
            </button>
          </div>
        </div>
      </form>
      <ul className="column-choices">
        {found.slice(0, MOST_SHOWN).map((key) => (
          <li key={key}>
            <label className="check">
              <input
                type="checkbox"
                checked={keys.includes(key)}
                onChange={({ target }) =>
                  onColumns(target.checked ? [...keys, key] : keys.filter((other) => other !== key))
                }
              />
              <span>
                {key} <span className="soft">{formatCount(counts.get(key) ?? 0, "resource")}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > MOST_SHOWN && <p className="soft">Type a part of the key to find one of {found.length}.</p>}
      <div className="row">
        <button type="button" onClick={() => onColumns([])}>
          Show the first ones again
        </button>
      </div>
    </Dialog>
  );
}
