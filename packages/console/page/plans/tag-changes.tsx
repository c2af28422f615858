import type { TagChange } from "@crosstag/core/internal";
import { TagText } from "../parts/tag-text.tsx";

const SIGNS = { add: "+", overwrite: "~", remove: "−" } as const;
const WORDS = { add: "Add", overwrite: "Overwrite", remove: "Remove" } as const;

/** Tags before and after, one line each. The sign says what happens; colors only repeat it. */
export function TagChanges({ changes }: { readonly changes: readonly TagChange[] }) {
  return (
    <ul className="changed-tags">
      {changes.map((change) => (
        <li key={`${change.change} ${change.key}`} className={change.change}>
          <span className="sign" aria-hidden="true">
            {SIGNS[change.change]}
          </span>
          <span className="visually-hidden">{WORDS[change.change]}: </span>
          <span className="tag-key">
            <TagText text={change.key} />
          </span>
          <Values change={change} />
        </li>
      ))}
    </ul>
  );
}

function Values({ change }: { readonly change: TagChange }) {
  switch (change.change) {
    case "add":
      return (
        <ins>
          <TagText text={change.value} />
        </ins>
      );
    case "overwrite":
      return (
        <span className="before-after">
          <del>
            <TagText text={change.before} />
          </del>
          <span aria-hidden="true">→</span>
          <span className="visually-hidden">becomes</span>
          <ins>
            <TagText text={change.value} />
          </ins>
        </span>
      );
    case "remove":
      return (
        <span>
          {change.before !== undefined && (
            <del>
              <TagText text={change.before} />
            </del>
          )}
          {change.first && <span className="soft"> first, to make room</span>}
        </span>
      );
  }
}
