/** Whether a JSON value is a structure with fields, and not a list. */
export function isStructure(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
