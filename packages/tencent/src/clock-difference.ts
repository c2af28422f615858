import { CLOCK_PRECISION_MS } from "@crosstag/driver-kit";

/** The difference between this computer's clock and that of Tencent Cloud, by the `Date` of an answer. */
export interface ClockDifference {
  /** How far the cloud is ahead, milliseconds; undefined if the answer has no date. */
  readonly aheadMs?: number;
  /** Later requests are dated by the cloud's clock, so the same call can succeed. */
  readonly corrected: boolean;
}

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
  if (code !== "AuthFailure.SignatureExpire") return undefined;
  const aheadMs = typeof date === "string" ? Date.parse(date) - now : Number.NaN;
  if (Number.isNaN(aheadMs)) return { corrected: false };
  return { aheadMs, corrected: Math.abs(aheadMs - correctedBy) > CLOCK_PRECISION_MS };
}
