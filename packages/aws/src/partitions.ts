/** Partitions by the prefix of a region; all other regions are in `aws`. */
const PARTITION_BY_REGION: readonly (readonly [prefix: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

/** The partition of a region, for example `aws-cn`. */
export function partitionOf(region: string): string {
  return PARTITION_BY_REGION.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}
