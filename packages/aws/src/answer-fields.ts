/** Whether a field of an answer is text, or absent. Emulators write `null` where AWS leaves a field out. */
export function isText(value: unknown): value is string | undefined | null {
  return value === undefined || value === null || typeof value === "string";
}

/** Whether a field of an answer is a time as the SDK reads one, or absent. */
export function isTime(value: unknown): value is Date | undefined | null {
  return value === undefined || value === null || (value instanceof Date && !Number.isNaN(value.getTime()));
}
