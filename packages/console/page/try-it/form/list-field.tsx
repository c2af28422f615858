import { useRef, type ComponentType } from "react";
import { flushSync } from "react-dom";
import { withItem, withoutItem } from "./change-field.ts";
import { Description } from "./description.tsx";
import type { FieldProps } from "./field-props.ts";
import { emptyItem, listOf } from "./form-value.ts";
import { FieldKind } from "./text-field.tsx";

/** One row of a list. */
export interface RowProps extends FieldProps {
  /** From 0. */
  readonly index: number;
}

interface ListFieldProps extends FieldProps {
  readonly Row: ComponentType<RowProps>;
}

/** A list with a row for each text or object. */
export function ListField({ parameter, path, value, onChange, form, Row }: ListFieldProps) {
  const { name, type, required = false, description } = parameter;
  const group = useRef<HTMLFieldSetElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const problem = form.problems.find((each) => each.path === path);
  const items = listOf(value);
  return (
    <fieldset className="try-group" ref={group} aria-describedby={`${form.id}-${path}-about`}>
      <legend>
        <code>{name}</code> <FieldKind type={type} required={required} />
      </legend>
      <div id={`${form.id}-${path}-about`}>
        {problem !== undefined && <p className="bad">{problem.message}</p>}
        <Description text={description} />
      </div>
      {items.map((item, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no other name
        <div className="try-row" key={index}>
          <Row
            parameter={parameter}
            path={path}
            index={index}
            value={item}
            onChange={(changed) => onChange(withItem(value, index, changed))}
            form={form}
          />
          <button
            type="button"
            className="quiet"
            aria-label={`Remove row ${index + 1} of ${name}`}
            onClick={() => {
              onChange(withoutItem(value, index));
              add.current?.focus();
            }}
          >
            Remove
          </button>
        </div>
      ))}
      <button
        type="button"
        ref={add}
        aria-label={`Add a row to ${name}`}
        onClick={() => {
          // The row is drawn before the focus moves to it.
          flushSync(() => onChange([...items, emptyItem(parameter)]));
          lastRow(group.current)?.focus();
        }}
      >
        Add
      </button>
    </fieldset>
  );
}

function lastRow(group: HTMLElement | null): HTMLElement | null | undefined {
  const rows = group?.querySelectorAll(":scope > .try-row");
  return rows?.item(rows.length - 1)?.querySelector("input, textarea, select");
}
