/** Columns that are shown if none were chosen. */
const MOST_COLUMNS = 12;

/** The tag keys that have a column: the chosen ones, or the first ones that were found. */
export function shownKeys(found: ReadonlyMap<string, number>, chosen: readonly string[]): readonly string[] {
  return chosen.length > 0 ? [...new Set(chosen)] : [...found.keys()].slice(0, MOST_COLUMNS);
}
