import type { ResourceDescription } from "@crosstag/core";

/** A key as answers have it. */
export function keyDocument({ reference, ...description }: ResourceDescription) {
  return { reference: { ...reference }, ...description };
}
