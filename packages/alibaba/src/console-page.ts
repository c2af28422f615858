import type { ConsoleResource } from "@crosstag/core/driver";

/**
 * The page of a key in the Alibaba Cloud console. No page of a secret or a certificate has a documented address. Assumed:
 * other tools link to this address, and it was not opened with an account (2026-11-29).
 */
export function consolePage({ kind, region, id }: ConsoleResource): string | undefined {
  if (kind !== "key" || !/^[a-z0-9-]+$/.test(region)) return undefined;
  return `https://kms.console.aliyun.com/${region}/key/detail/${encodeURIComponent(id)}`;
}
