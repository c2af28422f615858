import { formatNumber } from "./format.ts";

/** One number with its name. */
export interface Figure {
  readonly name: string;
  readonly value: number | string;
  /** How it is meant; 0 is never colored. */
  readonly tone?: "good" | "warn" | "bad" | undefined;
}

/** A row of numbers that keeps its place while they grow. */
export function Figures({ label, figures }: { readonly label: string; readonly figures: readonly Figure[] }) {
  return (
    <dl className="figures" aria-label={label}>
      {figures.map(({ name, value, tone }) => (
        <div key={name} className={value === 0 ? undefined : tone}>
          <dt>{name}</dt>
          <dd>{typeof value === "number" ? formatNumber(value) : value}</dd>
        </div>
      ))}
    </dl>
  );
}
