/** A cell of the grid. The headings are row -1. */
export interface GridCursor {
  readonly row: number;
  readonly column: number;
}

/** How large the grid is. */
export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that are seen at once. */
  readonly page: number;
}

/** Where a key leads; undefined if it does not move. */
export function movedCursor(
  { row, column }: GridCursor,
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey">,
  { rows, columns, page }: GridSize,
): GridCursor | undefined {
  const far = ctrlKey || metaKey;
  const target = {
    ArrowUp: { row: far ? 0 : row - 1, column },
    ArrowDown: { row: far ? rows - 1 : row + 1, column },
    ArrowLeft: { row, column: far ? 0 : column - 1 },
    ArrowRight: { row, column: far ? columns - 1 : column + 1 },
    PageUp: { row: Math.max(0, row - page), column },
    PageDown: { row: row + page, column },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? rows - 1 : row, column: columns - 1 },
  }[key];
  return target === undefined ? undefined : within(target, { rows, columns });
}

/** The nearest cell that there is. */
export function within({ row, column }: GridCursor, { rows, columns }: Omit<GridSize, "page">): GridCursor {
  return {
    row: Math.max(-1, Math.min(row, rows - 1)),
    column: Math.max(0, Math.min(column, columns - 1)),
  };
}

/** The mark of a cell in the page. */
export function cellMark({ row, column }: GridCursor): string {
  return `${row}:${column}`;
}

/** The cell of an element in the grid; undefined if it is in none. */
export function cursorAt(target: EventTarget): GridCursor | undefined {
  const mark = target instanceof Element ? target.closest("[data-cell]")?.getAttribute("data-cell") : undefined;
  const [row, column] = (mark ?? "").split(":").map(Number);
  return row === undefined || column === undefined ? undefined : { row, column };
}
