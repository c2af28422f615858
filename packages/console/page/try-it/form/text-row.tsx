import { textOf } from "./form-value.ts";
import type { RowProps } from "./list-field.tsx";
import { Suggestions } from "../../parts/suggestions.tsx";

/** One text of a list. */
export function TextRow({ parameter: { name, placeholder }, path, index, value, onChange, form }: RowProps) {
  const suggestions = form.suggestions(name);
  const list = `${form.id}-${path}.${index}-suggestions`;
  return (
    <>
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-label={`${name}, row ${index + 1}`}
        placeholder={placeholder}
        value={textOf(value)}
        list={suggestions.length === 0 ? undefined : list}
        onChange={({ target }) => onChange(target.value)}
      />
      <Suggestions id={list} values={suggestions} />
    </>
  );
}
