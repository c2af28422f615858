import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type ReactNode } from "react";

/** A longer list has only the items in the page that can be seen. */
const FEW = 60;
const ROW_HEIGHT = 40;

interface LongListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly children: (item: Item) => ReactNode;
}

/** A list that stays quick with a hundred thousand items. */
export function LongList<Item>(props: LongListProps<Item>) {
  const { label, items, keyOf, children } = props;
  if (items.length <= FEW)
    return (
      <ul className="long-list" aria-label={label}>
        {items.map((item) => (
          <li key={keyOf(item)}>{children(item)}</li>
        ))}
      </ul>
    );
  return <SeenOfList {...props} />;
}

function SeenOfList<Item>({ label, items, keyOf, children }: LongListProps<Item>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached with the keyboard
    <div className="long-list scrolls" ref={scroller} tabIndex={0} role="region" aria-label={label}>
      <ul aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index];
          return (
            <li
              key={key}
              data-index={index}
              ref={virtualizer.measureElement}
              aria-posinset={index + 1}
              aria-setsize={items.length}
              style={{ transform: `translateY(${start}px)` }}
            >
              {item !== undefined && children(item)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
