/** The difference between this computer's clock and that of Alibaba Cloud, by the `Date` of an answer. */
export interface ClockDifference {
  /** How far the cloud is ahead, milliseconds; undefined if the answer has no date. */
  readonly aheadMs?: number;
  /** Later requests are dated by the cloud's clock, so the same call can succeed. */
  readonly corrected: boolean;
}

/** Codes of KMS and its gateway for a request whose time is too far from theirs. */
const CLOCK_CODES = /^(?:InvalidTimeStamp\.Expired|IllegalTimestamp)$/;
/** The precision, milliseconds: an answer takes time, and `Date` has whole seconds. */
const PRECISION_MS = 30_000;

/**
 * The clock difference that a refusal shows; undefined for other refusals. `correctedBy`: the present correction,
 * milliseconds.
 */
export function clockDifference(
  code: string,
  date: unknown,
  correctedBy: number,
  now: number,
): ClockDifference | undefined {
  if (!CLOCK_CODES.test(code)) return undefined;
  const aheadMs = typeof date === "string" ? Date.parse(date) - now : Number.NaN;
  if (Number.isNaN(aheadMs)) return { corrected: false };
  return { aheadMs, corrected: Math.abs(aheadMs - correctedBy) > PRECISION_MS };
}

/** The difference as the end of a sentence that begins with "This computer's clock". */
export function describeDifference({ aheadMs }: ClockDifference): string {
  if (aheadMs === undefined || Math.abs(aheadMs) < PRECISION_MS) return "differs too much from that of Alibaba Cloud";
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const amount =
    seconds < 120
      ? `${seconds} s`
      : seconds < 7_200
        ? `${Math.round(seconds / 60)} min`
        : `${Math.round(seconds / 3_600)} h`;
  return `is ${amount} ${aheadMs > 0 ? "behind" : "ahead of"} that of Alibaba Cloud`;
}
