/** How far this computer's clock is from that of Alibaba Cloud, by the `Date` of an answer. */
export interface ClockDifference {
  /** Milliseconds that the cloud is ahead; undefined: it did not say. */
  readonly aheadMs?: number;
  /** Requests are dated by the cloud's clock from now on, so that the same call is worth another try. */
  readonly corrected: boolean;
}

/** Codes of KMS and its gateway for a request whose time is too far from theirs. */
const CLOCK_CODES = /^(?:InvalidTimeStamp\.Expired|IllegalTimestamp)$/;
/** An answer takes its time, and `Date` has whole seconds. */
const PRECISION_MS = 30_000;

/** What a refusal says of the clock; undefined where it was not about time. `correctedBy`: what is corrected already. */
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
