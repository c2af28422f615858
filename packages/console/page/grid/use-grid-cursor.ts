import { useState, type RefObject } from "react";
import { within, type GridCursor, type GridSize } from "./grid-cursor.ts";
import { useCellFocus } from "./use-cell-focus.ts";
import { useRowWindow, type RowWindow } from "./use-row-window.ts";

/** Where the keyboard is in the grid. */
export interface GridPosition {
  readonly cursor: GridCursor;
  readonly rowWindow: RowWindow;
  readonly size: GridSize;
  /** The keyboard is there already. */
  readonly setCursor: (cursor: GridCursor) => void;
  /** Moves the keyboard, and what is seen with it. */
  readonly moveTo: (cursor: GridCursor) => void;
}

/** Keeps the place of the keyboard in a grid of which only some rows are drawn. */
export function useGridCursor(scroller: RefObject<HTMLDivElement | null>, rows: number, columns: number): GridPosition {
  const [given, setCursor] = useState<GridCursor>({ row: 0, column: 1 });
  const cursor = within(given, { rows, columns });
  const rowWindow = useRowWindow(scroller, rows, cursor.row);
  const { follow } = useCellFocus(scroller, cursor);
  const { virtualizer, page } = rowWindow;
  return {
    cursor,
    rowWindow,
    size: { rows, columns, page },
    setCursor,
    moveTo: (to) => {
      const next = within(to, { rows, columns });
      setCursor(next);
      if (next.row >= 0) virtualizer.scrollToIndex(next.row, { align: "auto" });
      follow();
    },
  };
}
