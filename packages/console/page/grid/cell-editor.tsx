import { useEffect, useRef } from "react";

/** Where the keyboard goes after an edit; `elsewhere`: it has gone already. */
export type AfterEdit = "down" | "right" | "left" | "stay" | "elsewhere";

/** A cell that is being edited. */
export interface CellEditing {
  readonly key: string;
  readonly text: string;
  readonly isRefused: boolean;
  /** The id of the element that says what is wrong. */
  readonly describedBy: string;
  readonly onType: (text: string) => void;
  readonly onEnd: (text: string | undefined, after: AfterEdit) => void;
}

/** The field of a cell: Enter and Tab keep the text, Escape does not. */
export function CellEditor({ editing, name }: { readonly editing: CellEditing; readonly name: string }) {
  const { key, text, isRefused, describedBy, onType, onEnd } = editing;
  const input = useRef<HTMLInputElement>(null);
  const hasEnded = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(input.current.value.length, input.current.value.length);
  }, []);
  const end = (given: string | undefined, after: AfterEdit) => {
    if (hasEnded.current) return;
    hasEnded.current = true;
    onEnd(given, after);
  };
  return (
    <input
      ref={input}
      className="cell-editor"
      value={text}
      spellCheck={false}
      autoComplete="off"
      aria-label={`${key} of ${name}`}
      aria-invalid={isRefused}
      aria-describedby={describedBy}
      onChange={({ target }) => onType(target.value)}
      onBlur={() => end(text, "elsewhere")}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        const after = { Enter: "down", Tab: event.shiftKey ? "left" : "right", Escape: "stay" }[event.key];
        if (after !== "down" && after !== "left" && after !== "right" && after !== "stay") return;
        event.preventDefault();
        end(event.key === "Escape" ? undefined : text, after);
      }}
    />
  );
}
