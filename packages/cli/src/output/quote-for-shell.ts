/** A word of a command that a person can copy: in quotes if a shell would read it differently. */
export function quoteForShell(text: string): string {
  return /^[\w./~-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
