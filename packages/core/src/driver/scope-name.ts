import type { KmsDriver } from "./kms-driver.ts";

/**
 * The name of a cloud, account, region and service in plans and runs: `aws/111122223333/us-east-1`, with the service as a
 * fourth part if it is not the cloud's KMS. Quotas are counted per scope. `aws/us-east-1` while the account is not known;
 * plans and runs never have such a scope.
 */
export function scopeName({ provider, scope, service }: Pick<KmsDriver, "provider" | "scope" | "service">): string {
  return [provider, scope.account, scope.region, service].filter((part) => part !== undefined).join("/");
}

/** What the name of a scope says. */
export interface ScopeParts {
  /** The cloud. */
  readonly provider: string;
  /** The account. */
  readonly account: string;
  /** The region. */
  readonly region: string;
  /** As in `KmsProfile`. Absent: the cloud's KMS. */
  readonly service?: string;
}

/** Splits a scope's name. Returns undefined if the name has no account. */
export function parseScopeName(name: string): ScopeParts | undefined {
  const [provider, account, region, service, ...rest] = name.split("/");
  if (!provider || !account || !region || service === "" || rest.length > 0) return undefined;
  return { provider, account, region, ...(service !== undefined && { service }) };
}
