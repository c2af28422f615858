/** The width of a terminal in columns; 80 if it is not known, or if the terminal says 0, as some do (Emacs, `script`). */
export function widthOf({ columns }: { readonly columns?: number }): number {
  return columns === undefined || columns < 1 ? 80 : columns;
}
