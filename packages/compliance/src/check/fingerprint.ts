import type { Finding } from "./problem.ts";

/**
 * Identifies one finding on one resource, for as long as it exists: messages, severities and values are not part of it.
 * 128 bits, so millions do not collide by chance. It is not a cryptographic hash.
 */
export function fingerprint(
  reference: string,
  { rule, check, tagKey = "" }: Pick<Finding, "rule" | "check" | "tagKey">,
): string {
  return hash(JSON.stringify([reference, rule, check, tagKey]));
}

/** Four lanes of multiplication and exclusive or. Hashes of the platform are asynchronous, or exist in Node.js only. */
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
