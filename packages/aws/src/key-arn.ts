import type { Reference } from "@crosstag/core/driver";

const KEY_ARN = /^arn:(?<partition>[^:]+):kms:(?<region>[^:]+):(?<account>[^:]+):key\/(?<id>[^/:]+)$/;

/** What an ARN in an answer says of the key besides its id; nothing where it is absent or of another form. */
export function placeOf(arn: string | undefined): Pick<Reference, "partition" | "region" | "account"> {
  const { partition, region, account } = KEY_ARN.exec(arn ?? "")?.groups ?? {};
  return {
    ...(partition !== undefined && { partition }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
  };
}

/** The id of the key that an ARN names; undefined for a text that is not the ARN of a key. */
export function keyIdIn(arn: string): string | undefined {
  return KEY_ARN.exec(arn)?.groups?.["id"];
}
