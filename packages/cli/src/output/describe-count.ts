import { describeNumber } from "./describe-number.ts";

/** `1 resource`, `10,000 resources`. */
export function describeCount(count: number, singular: string): string {
  return `${describeNumber(count)} ${singular}${count === 1 ? "" : "s"}`;
}
