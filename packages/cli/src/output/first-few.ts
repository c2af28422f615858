/** The first lines, indented, and how many more there are. */
export function firstFew(lines: readonly string[], most: number): readonly string[] {
  const more = lines.length - most;
  return [...lines.slice(0, most).map((line) => `  ${line}`), ...(more > 0 ? [`  and ${more} more`] : [])];
}
