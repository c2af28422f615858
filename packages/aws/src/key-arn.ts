import type { Reference } from "@crosstag/core/driver";

const KEY_ARN = /^arn:(?<partition>[^:]+):kms:(?<region>[^:]+):(?<account>[^:]+):key\/(?<id>[^/:]+)$/;

/** Partition, region and account in the ARN of a key; empty if the ARN is absent or has another form. */
export function placeOf(arn: string | undefined): Pick<Reference, "partition" | "region" | "account"> {
  const { partition, region, account } = KEY_ARN.exec(arn ?? "")?.groups ?? {};
  return {
    ...(partition !== undefined && { partition }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
  };
}

/** The id in the ARN of a key; undefined if the text is not the ARN of a key. */
export function keyIdIn(arn: string): string | undefined {
  return KEY_ARN.exec(arn)?.groups?.["id"];
}
