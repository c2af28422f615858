/** Created when it is needed: that takes several milliseconds, and most commands print small numbers only. */
let numbers: Intl.NumberFormat | undefined;

/** With commas between the thousands and at most one decimal: `10,000`, `9.9`. */
export function describeNumber(value: number): string {
  if (Number.isInteger(value) && value >= 0 && value < 1_000) return String(value);
  numbers ??= new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
  return numbers.format(value);
}
