/** A word of a shell, quoted if it needs to be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command with one option a line if it is long. */
export function shellCommand(start: string, options: readonly string[]): string {
  const oneLine = [start, ...options].join(" ");
  return oneLine.length <= 80 ? oneLine : [start, ...options.map((option) => `  ${option}`)].join(" \\\n");
}
