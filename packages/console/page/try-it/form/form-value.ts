import type { Parameter } from "./parameter.ts";

/** What a field holds while a person types: numbers and booleans are still texts. */
export type FormValue = string | readonly FormValue[] | FormObject;

/** The fields of an object by name. */
export interface FormObject {
  readonly [name: string]: FormValue;
}

/** One name and its value, of a `map`. */
export const MAP_ENTRY: readonly Parameter[] = [
  { name: "key", type: "string", required: true },
  { name: "value", type: "string", required: true },
];

/** Empty fields, with one row in each list that is required. */
export function emptyValues(parameters: readonly Parameter[]): FormObject {
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, emptyValue(parameter)]));
}

/** The empty value of one parameter. */
function emptyValue(parameter: Parameter): FormValue {
  const { type, required = false, children } = parameter;
  switch (type) {
    case "object":
      return emptyValues(children ?? []);
    case "array":
    case "map":
      return required ? [emptyItem(parameter)] : [];
    default:
      return "";
  }
}

/** A new row of a list. */
export function emptyItem({ type, children }: Parameter): FormValue {
  const fields = type === "map" ? MAP_ENTRY : children;
  return fields === undefined ? "" : emptyValues(fields);
}

/** The fields of an object; none if the value is none. */
export function objectOf(value: FormValue | undefined): FormObject {
  return typeof value === "object" && !isList(value) ? value : {};
}

/** The rows of a list; none if the value is none. */
export function listOf(value: FormValue | undefined): readonly FormValue[] {
  return value !== undefined && isList(value) ? value : [];
}

/** The text of a field; empty if the value is none. */
export function textOf(value: FormValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function isList(value: FormValue): value is readonly FormValue[] {
  return Array.isArray(value);
}
