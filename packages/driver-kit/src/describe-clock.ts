/** The precision of a measured difference, milliseconds: an answer takes time, and `Date` has whole seconds. */
export const CLOCK_PRECISION_MS = 30_000;

/**
 * The sentence about a wrong clock of this computer, for example "This computer's clock is 3 h behind that of AWS."
 * @param aheadMs how far the cloud is ahead, milliseconds, by the `Date` of its answer; undefined or `NaN`: not known
 */
export function describeClock(aheadMs: number | undefined, cloud: string): string {
  if (aheadMs === undefined || Number.isNaN(aheadMs) || Math.abs(aheadMs) < CLOCK_PRECISION_MS)
    return `This computer's clock differs too much from that of ${cloud}.`;
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const amount =
    seconds < 120
      ? `${seconds} s`
      : seconds < 7_200
        ? `${Math.round(seconds / 60)} min`
        : `${Math.round(seconds / 3_600)} h`;
  return `This computer's clock is ${amount} ${aheadMs > 0 ? "behind" : "ahead of"} that of ${cloud}.`;
}
