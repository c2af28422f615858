/** Columns are not made narrower than this: less of a name says nothing. */
const NARROWEST = 12;

/** Blanks between two columns. */
const GAP = 2;

/**
 * Cells that fit the width of a terminal, each as its lines. The widest columns become narrower: sentences are wrapped
 * between words, and a word that is still too long, such as the name of a resource, is cut in its middle.
 */
export function fitTable(rows: readonly (readonly (readonly string[])[])[], width: number): string[][][] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const natural = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...rows.flatMap((row) => (row[column] ?? []).map((line) => line.length))),
  );
  const cap = widestColumn(natural, width - GAP * (columns - 1));
  return rows.map((row) =>
    row.map((lines) => lines.flatMap((line) => (line.length <= cap ? [line] : wrap(line, cap)))),
  );
}

/** The greatest width of a column with which all columns together fit. */
function widestColumn(natural: readonly number[], available: number): number {
  const total = (cap: number) => natural.reduce((sum, own) => sum + Math.min(own, cap), 0);
  let cap = Math.max(0, ...natural);
  while (cap > NARROWEST && total(cap) > available) cap -= 1;
  return cap;
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
