import type { CheckableResource } from "../src/index.ts";

/** A key of AWS with these tags. */
export function resourceWith(
  tags: Readonly<Record<string, string>>,
  rest: Partial<CheckableResource> = {},
): CheckableResource {
  return {
    reference: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    provider: "aws",
    kind: "key",
    id: "1234abcd-12ab-34cd-56ef-1234567890ab",
    account: "111122223333",
    region: "eu-central-1",
    ...rest,
    tags: new Map(Object.entries(tags)),
  };
}
