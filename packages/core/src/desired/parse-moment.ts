/** A point in time or a length of time, in milliseconds. */
export type Moment = { readonly time: number } | { readonly duration: number };

const HOUR = 3_600_000;
const UNITS: ReadonlyMap<string, number> = new Map([
  ["h", HOUR],
  ["d", 24 * HOUR],
  ["w", 7 * 24 * HOUR],
]);

/**
 * Parses a day (`2026-12-31`, midnight in UTC), a time (`2026-12-31T12:00:00Z`), or a duration in hours, days or weeks
 * (`12h`, `30d`, `4w`). Undefined for any other text.
 */
export function parseMoment(text: string): Moment | undefined {
  const [, digits, letter] = /^(\d{1,6})([hdw])$/i.exec(text) ?? [];
  const unit = UNITS.get(letter?.toLowerCase() ?? "");
  if (digits !== undefined && unit !== undefined) return { duration: Number(digits) * unit };
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text)) return undefined;
  const time = Date.parse(text);
  // The 31st of a shorter month would be taken for a day of the next.
  const isDay =
    !Number.isNaN(time) && new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));
  return isDay ? { time } : undefined;
}
