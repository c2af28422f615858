import { checkConditions } from "@crosstag/core/internal";
import { useId, useState } from "react";
import type { InventoryView } from "./inventory-view.ts";

/** Conditions on tags in the words of the command, and tags that are missing. */
export function TagConditions({
  view: { filter, missing },
  keys,
  onView,
}: {
  readonly view: InventoryView;
  readonly keys: ReadonlyMap<string, number>;
  readonly onView: (change: Partial<InventoryView>) => void;
}) {
  const [text, setText] = useState("");
  const tag = useId();
  const help = useId();
  const absent = useId();
  const problem = text === "" ? undefined : checkConditions({ filter: [text] })[0]?.problem;
  return (
    <>
      <form
        className="field wide"
        onSubmit={(event) => {
          event.preventDefault();
          if (text === "" || problem !== undefined) return;
          onView({ filter: [...filter, text] });
          setText("");
        }}
      >
        <label htmlFor={tag}>Tag</label>
        <input
          id={tag}
          value={text}
          placeholder="team=pay*, then Enter"
          aria-invalid={problem !== undefined}
          aria-describedby={help}
          onChange={({ target }) => setText(target.value)}
          autoComplete="off"
        />
        <span id={help} className={problem === undefined ? "visually-hidden" : "bad"}>
          {problem ?? "team, team=payments, team=pay*, team!=payments"}
        </span>
      </form>
      <div className="field wide">
        <label htmlFor={absent}>Missing tag</label>
        <select
          id={absent}
          value=""
          onChange={({ target }) => onView({ missing: [...new Set([...missing, target.value])] })}
        >
          <option value="">Choose a tag key</option>
          {[...keys.keys()].map((key) => (
            <option key={key} value={key}>
              {key}
            </option>
          ))}
        </select>
      </div>
      {filter.length + missing.length > 0 && (
        <ul className="chips" aria-label="Conditions on tags">
          {filter.map((each) => (
            <Chip
              key={each}
              text={each}
              onRemove={() => onView({ filter: filter.filter((other) => other !== each) })}
            />
          ))}
          {missing.map((each) => (
            <Chip
              key={`missing ${each}`}
              text={`without ${each}`}
              onRemove={() => onView({ missing: missing.filter((other) => other !== each) })}
            />
          ))}
        </ul>
      )}
    </>
  );
}

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) {
  return (
    <li className="chip">
      <span>{text}</span>
      <button type="button" className="quiet" onClick={onRemove} aria-label={`Remove the condition ${text}`}>
        ×
      </button>
    </li>
  );
}
