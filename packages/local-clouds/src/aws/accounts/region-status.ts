/** The status of a region that has to be enabled, as Account Management reports it. */
export type AwsRegionStatus = "ENABLED" | "ENABLING" | "DISABLING" | "DISABLED";

export const awsRegionStatuses: readonly AwsRegionStatus[] = ["ENABLED", "ENABLING", "DISABLING", "DISABLED"];

/** The regions launched before 2019-03-20: enabled in every account, and not to be disabled (verified 2026-11-29). */
const defaultRegions: ReadonlySet<string> = new Set([
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ca-central-1",
  "sa-east-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "ap-south-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-southeast-1",
  "ap-southeast-2",
]);

export function isDefaultRegion(region: string): boolean {
  return defaultRegions.has(region);
}
