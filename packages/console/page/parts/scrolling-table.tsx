import type { ReactNode } from "react";

/** A table that scrolls sideways if it is wider than the page. The keyboard reaches it, so that it can scroll there, too. */
export function ScrollingTable({
  label,
  className,
  children,
}: {
  /** The name of the region that scrolls. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  const classes = className === undefined ? "table-scroll" : `table-scroll ${className}`;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached with the keyboard
    <div className={classes} tabIndex={0} role="region" aria-label={label}>
      <table className="plain">{children}</table>
    </div>
  );
}
