/** Rounded down: 99.99% is not all. */
export function percent(share: number): string {
  return `${(Math.floor(share * 1_000) / 10).toFixed(1)}%`;
}
