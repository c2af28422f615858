import type { ConsoleResource } from "@crosstag/core/driver";
import { partitionOf } from "./partitions.ts";

/** Hosts of the consoles by partition. The consoles of the other partitions cannot be reached from the internet. */
const HOSTS: Readonly<Record<string, string>> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** The host of the AWS console of a region; undefined if it has none that can be reached. */
export function consoleHost(region: string): string | undefined {
  const host = HOSTS[partitionOf(region)];
  return host === undefined || !/^[a-z0-9-]+$/.test(region) ? undefined : `${region}.${host}`;
}

/** The page of a key in the AWS console. */
export function consolePage({ kind, region, id }: ConsoleResource): string | undefined {
  const host = consoleHost(region);
  if (kind !== "key" || host === undefined) return undefined;
  return `https://${host}/kms/home?region=${region}#/kms/keys/${encodeURIComponent(id)}`;
}
