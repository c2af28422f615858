import type { Operation } from "../context.ts";

/** The regions in which the account can use KMS: those of the local cloud. */
export const describeRegions: Operation = (_parameters, { regions }) => ({
  Regions: { Region: regions.map((RegionId) => ({ RegionId })) },
});
