import { useEffect, useRef, type RefObject } from "react";
import { cellMark, type GridCursor } from "./grid-cursor.ts";

/** Moves the focus to the cell of the cursor after `follow` was called, once the cell is drawn. */
export function useCellFocus(
  scroller: RefObject<HTMLDivElement | null>,
  cursor: GridCursor,
): { readonly follow: () => void } {
  const isWanted = useRef(false);
  useEffect(() => {
    if (!isWanted.current) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-cell="${cellMark(cursor)}"]`);
    if (cell === null || cell === undefined) return;
    isWanted.current = false;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  return {
    follow: () => {
      isWanted.current = true;
    },
  };
}
