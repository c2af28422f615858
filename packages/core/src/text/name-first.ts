/**
 * The first names of a list that may be long, and how many more there are.
 * @param most how many are named
 */
export function nameFirst(names: readonly string[], most: number): string {
  const more = names.length - most;
  return [...names.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}
