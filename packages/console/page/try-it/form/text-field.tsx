import { textOf } from "./form-value.ts";
import type { FieldProps } from "./field-props.ts";
import { Description } from "./description.tsx";
import { Suggestions } from "../../parts/suggestions.tsx";

/** A text, a number, a choice, or JSON. */
export function TextField({ parameter, path, value, onChange, form }: FieldProps) {
  const { name, type, required = false, placeholder, description } = parameter;
  // Not a box to tick: "not set" and "false" differ if the default is true.
  const options = type === "boolean" ? ["true", "false"] : parameter.options;
  const id = `${form.id}-${path}`;
  const problem = form.problems.find((each) => each.path === path);
  const suggestions = form.suggestions(name);
  const shared = {
    id,
    value: textOf(value),
    "aria-required": required,
    "aria-invalid": problem !== undefined,
    "aria-describedby": `${id}-about`,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
  };
  return (
    <div className="field try-field">
      <label htmlFor={id}>
        <code>{name}</code> <FieldKind type={type} required={required} />
      </label>
      {options !== undefined ? (
        <select {...shared}>
          <option value="">(not set)</option>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : type === "json" ? (
        <textarea {...shared} rows={4} spellCheck={false} placeholder={placeholder} />
      ) : (
        <input
          {...shared}
          type="text"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          list={suggestions.length === 0 ? undefined : `${id}-suggestions`}
          inputMode={type === "integer" || type === "number" ? "numeric" : undefined}
        />
      )}
      <Suggestions id={`${id}-suggestions`} values={suggestions} />
      <div id={`${id}-about`}>
        {problem !== undefined && <p className="bad">{problem.message}</p>}
        <Description text={description} />
      </div>
    </div>
  );
}

/** The type of a field, and whether it is required. */
export function FieldKind({ type, required }: { readonly type: string; readonly required: boolean }) {
  return (
    <span className="soft try-kind">
      {type}
      {required ? ", required" : ""}
    </span>
  );
}
