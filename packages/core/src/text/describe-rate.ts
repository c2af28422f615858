const PERIODS: ReadonlyMap<number, string> = new Map([
  [60, "a minute"],
  [3_600, "an hour"],
]);

/**
 * A rate as the cloud counts it: `10/s`, `300 a minute`.
 * @param describeNumber how numbers are written; default: plainly
 */
export function describeRate(
  { requestsPerSecond, periodSeconds = 1 }: { readonly requestsPerSecond: number; readonly periodSeconds?: number },
  describeNumber: (value: number) => string = String,
): string {
  // A rate a second that is a quotient has a rounding error.
  const count = describeNumber(periodSeconds === 1 ? requestsPerSecond : round(requestsPerSecond * periodSeconds));
  if (periodSeconds === 1) return `${count}/s`;
  return `${count} ${PERIODS.get(periodSeconds) ?? `in ${describeNumber(periodSeconds)} s`}`;
}

function round(count: number): number {
  return Math.round(count * 1_000) / 1_000;
}
