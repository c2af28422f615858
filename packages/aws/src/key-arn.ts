import type { Reference } from "@crosstag/core/driver";

const ARN =
  /^arn:(?<partition>[^:]+):kms:(?<region>[^:]+):(?<account>[^:]+):(?:key\/(?<id>[^/:]+)|(?<alias>alias\/[^:]+))$/;

/** Partition, region and account in the ARN of a key or an alias; empty if the ARN is absent or has another form. */
export function placeOf(arn: string | undefined): Pick<Reference, "partition" | "region" | "account"> {
  const { partition, region, account } = ARN.exec(arn ?? "")?.groups ?? {};
  return {
    ...(partition !== undefined && { partition }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
  };
}

/** The id in the ARN of a key; undefined if the text is not the ARN of a key. */
export function keyIdIn(arn: string): string | undefined {
  return ARN.exec(arn)?.groups?.["id"];
}

/** The name in the ARN of an alias, `alias/billing`; undefined if the text is not the ARN of an alias. */
export function aliasNameIn(arn: string): string | undefined {
  return ARN.exec(arn)?.groups?.["alias"];
}
