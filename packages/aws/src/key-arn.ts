import type { Reference } from "@crosstag/core/driver";

const KEY_ARN = /^arn:(?<partition>[^:]+):kms:(?<region>[^:]+):(?<account>[^:]+):key\//;

/** What an ARN in an answer says of the key besides its id; nothing where it is absent or of another form. */
export function placeOf(arn: string | undefined): Pick<Reference, "partition" | "region" | "account"> {
  return { ...KEY_ARN.exec(arn ?? "")?.groups };
}
