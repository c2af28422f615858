import { useState, type ReactNode } from "react";
import { formatNumber } from "./format.ts";

const STEP = 50;

/** The first items, and more of them when asked. */
export function ShowMore<Item>({
  items,
  what,
  children,
}: {
  readonly items: readonly Item[];
  /** What the items are, in the plural. */
  readonly what: string;
  readonly children: (items: readonly Item[]) => ReactNode;
}) {
  const [most, setMost] = useState(STEP);
  const left = items.length - most;
  return (
    <>
      {children(items.slice(0, most))}
      {left > 0 && (
        <p>
          <button type="button" onClick={() => setMost(most + STEP)}>
            Show {formatNumber(Math.min(STEP, left))} more of {formatNumber(left)} {what}
          </button>
        </p>
      )}
    </>
  );
}
