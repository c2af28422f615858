import { Dialog } from "../parts/dialog.tsx";

const KEYS = [
  ["Arrows, Page Up, Page Down, Home, End", "move between cells; with Ctrl to the end"],
  ["Enter or F2", "edit the tag, and keep what was typed"],
  ["any character", "replace the value of the tag"],
  ["Escape", "leave the field without a change"],
  ["Delete", "remove the tag"],
  ["Space", "select the resource; Ctrl+A selects all of this view"],
  ["Ctrl+C", "copy the value, or in the first columns the reference"],
  ["Ctrl+V", "paste cells of a spreadsheet, from this cell on; empty cells change nothing"],
] as const;

/** What keys do in the grid. */
export function KeyboardDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys in the table" onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p>
        A cell that is left empty removes the tag. For an empty value, type two quotation marks:{" "}
        <code>&quot;&quot;</code>
      </p>
      <p>Nothing is changed in a cloud here: changes become a plan, which is reviewed and then run.</p>
    </Dialog>
  );
}
