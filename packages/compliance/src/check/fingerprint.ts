import type { Finding } from "./problem.ts";

/**
 * A name for one finding on one resource that stays the same as long as it is there: it does not look at messages,
 * severities or values. 128 bits, so that millions do not collide; no protection against somebody who wants them to.
 */
export function fingerprint(
  reference: string,
  { rule, check, tagKey = "" }: Pick<Finding, "rule" | "check" | "tagKey">,
): string {
  return hash(JSON.stringify([reference, rule, check, tagKey]));
}

/** Four lanes of multiplication and exclusive or; a hash of the platform would be asynchronous, or of Node alone. */
function hash(text: string): string {
  let [one, two, three, four] = [1_779_033_703, 3_144_134_277, 1_013_904_242, 2_773_480_762];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = two ^ Math.imul(one ^ unit, 597_399_067);
    two = three ^ Math.imul(two ^ unit, 2_869_860_233);
    three = four ^ Math.imul(three ^ unit, 951_274_213);
    four = one ^ Math.imul(four ^ unit, 2_716_044_179);
  }
  one = Math.imul(three ^ (one >>> 18), 597_399_067);
  two = Math.imul(four ^ (two >>> 22), 2_869_860_233);
  three = Math.imul(one ^ (three >>> 17), 951_274_213);
  four = Math.imul(two ^ (four >>> 19), 2_716_044_179);
  return [one ^ two ^ three ^ four, two ^ one, three ^ one, four ^ one]
    .map((lane) => (lane >>> 0).toString(16).padStart(8, "0"))
    .join("");
}
