const NUMBERS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** With commas between the thousands and at most one decimal: `10,000`, `9.9`. */
export function describeNumber(value: number): string {
  return NUMBERS.format(value);
}
