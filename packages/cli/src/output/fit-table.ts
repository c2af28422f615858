/** Columns are not made narrower than this: less of a name says nothing. */
const NARROWEST = 12;

/** Blanks between two columns. */
const GAP = 2;

/**
 * The greatest width of a column with which all columns together fit into a terminal.
 * @param natural the width of the longest line of each column
 * @param least the width that each column has in any case. Default: none
 */
export function widestColumn(natural: readonly number[], width: number, least: readonly number[] = []): number {
  const available = width - GAP * (natural.length - 1);
  const total = (cap: number) =>
    natural.reduce((sum, own, column) => sum + Math.min(own, Math.max(cap, least[column] ?? 0)), 0);
  let cap = Math.max(0, ...natural);
  while (cap > NARROWEST && total(cap) > available) cap -= 1;
  return cap;
}

/**
 * The lines of a cell in a column of limited width: sentences are wrapped between words, and a word that is still too long,
 * such as the name of a resource, is cut in its middle.
 */
export function fitLines(lines: readonly string[], cap: number): readonly string[] {
  return lines.flatMap((line) => (line.length <= cap ? [line] : wrap(line, cap)));
}

function wrap(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    const joined = current === "" ? word : `${current} ${word}`;
    if (joined.length <= width) current = joined;
    else {
      if (current !== "") lines.push(current);
      current = cutMiddle(word, width);
    }
  }
  return [...lines, current];
}

/** The end of a name distinguishes it better than its beginning. */
export function cutMiddle(word: string, width: number): string {
  if (word.length <= width) return word;
  const head = Math.floor((width - 1) / 3);
  return `${word.slice(0, head)}…${word.slice(word.length - (width - 1 - head))}`;
}
