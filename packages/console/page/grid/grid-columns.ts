/** One column of the grid. */
export type GridColumn =
  | { readonly type: "select" }
  | { readonly type: "name" | "place" | "kind"; readonly title: string }
  | { readonly type: "tag"; readonly key: string };

const NAMES: readonly GridColumn[] = [{ type: "select" }, { type: "name", title: "Resource" }];
const PLACES: readonly GridColumn[] = [
  { type: "place", title: "Cloud" },
  { type: "kind", title: "Kind" },
];

/** The columns for these tag keys. If the window is narrow, a tag is seen beside the name without scrolling. */
export function gridColumns(keys: readonly string[], isNarrow: boolean): readonly GridColumn[] {
  const tags = keys.map((key) => ({ type: "tag", key }) as const);
  return isNarrow ? [...NAMES, ...tags, ...PLACES] : [...NAMES, ...PLACES, ...tags];
}

/** The style sheet has the width of the name. */
const WIDTHS = { select: "2.75rem", name: "var(--name)", place: "13.5rem", kind: "7rem", tag: "11rem" } as const;

/** The widths of the columns, for CSS. Tags share what the others leave. */
export function gridTemplate(columns: readonly GridColumn[]): string {
  return columns.map(({ type }) => (type === "tag" ? `minmax(${WIDTHS.tag}, 1fr)` : WIDTHS[type])).join(" ");
}

/** The width that all columns need, for CSS. */
export function gridWidth(columns: readonly GridColumn[]): string {
  return `calc(${columns.map(({ type }) => WIDTHS[type]).join(" + ")})`;
}

/** What rows are sorted by when the column's heading is pressed. */
export function sortOf(column: GridColumn): string | undefined {
  if (column.type === "select") return undefined;
  return column.type === "tag" ? `tag:${column.key}` : column.type;
}
