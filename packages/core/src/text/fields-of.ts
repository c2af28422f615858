/** Whether a value has fields that can be read. True for objects, lists and functions, false for other values. */
export function hasFields(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** The fields of a value of unknown type, for example of what was thrown. Empty if the value has no fields. */
export function fieldsOf(value: unknown): Readonly<Record<PropertyKey, unknown>> {
  return hasFields(value) ? value : {};
}
