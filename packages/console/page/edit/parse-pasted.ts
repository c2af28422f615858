/** The cells of a text that was copied from a spreadsheet: tabs between cells, and quotes around cells with line breaks. */
export function parsePasted(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  // A quoted cell, or one without quotes, and what ends it.
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gy;
  for (;;) {
    const match = cell.exec(text);
    if (match === null) break;
    const [, quoted, plain = "", end = ""] = match;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "") break;
    if (end !== "\t") rows.push([]);
  }
  // Spreadsheets end the last row, too.
  const last = rows.at(-1);
  if (rows.length > 1 && (last?.length === 0 || (last?.length === 1 && last[0] === ""))) rows.pop();
  return rows;
}
