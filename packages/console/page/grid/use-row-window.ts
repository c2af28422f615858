import { defaultRangeExtractor, useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useMemo, type RefObject } from "react";

const ROW_REM = 3;
const HEAD_REM = 2.75;
/** Rows that are drawn above and below the visible ones, so that a scroll shows rows. Each takes its part of every frame. */
const SPARE_ROWS = 5;

/** Which rows are drawn, and where. */
export interface RowWindow {
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  /** The height of the headings, which stay at the top. */
  readonly head: number;
  /** How many rows are seen at once. */
  readonly page: number;
}

/** Draws the rows that are seen, some around them, and the row with the keyboard, which would lose it otherwise. */
export function useRowWindow(scroller: RefObject<HTMLDivElement | null>, count: number, cursorRow: number): RowWindow {
  const rem = useMemo(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize), []);
  const head = HEAD_REM * rem;
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_REM * rem,
    overscan: SPARE_ROWS,
    scrollMargin: head,
    scrollPaddingStart: head,
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      if (cursorRow < 0 || cursorRow >= count || rows.includes(cursorRow)) return rows;
      return cursorRow < (rows[0] ?? 0) ? [cursorRow, ...rows] : [...rows, cursorRow];
    },
  });
  const page = Math.max(1, Math.floor(((virtualizer.scrollRect?.height ?? 0) - head) / (ROW_REM * rem)));
  return { virtualizer, head, page };
}
