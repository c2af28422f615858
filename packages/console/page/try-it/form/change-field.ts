import { listOf, objectOf, type FormObject, type FormValue } from "./form-value.ts";

/** Returns the values with one field changed. */
export function withField(values: FormObject, name: string, value: FormValue): FormObject {
  return { ...values, [name]: value };
}

/** Returns the list with one row changed. */
export function withItem(list: FormValue | undefined, index: number, item: FormValue): readonly FormValue[] {
  return listOf(list).map((each, at) => (at === index ? item : each));
}

/** Returns the list without one row. */
export function withoutItem(list: FormValue | undefined, index: number): readonly FormValue[] {
  return listOf(list).filter((_, at) => at !== index);
}

/** Whether nothing is typed in a field. */
export function isBlank(value: FormValue | undefined): boolean {
  if (value === undefined || value === "") return true;
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return listOf(value).every(isBlank);
  return Object.values(objectOf(value)).every(isBlank);
}
