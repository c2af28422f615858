import type { KmsDriver } from "./kms-driver.ts";

/**
 * The name of a cloud, account and region in plans and runs: `aws/111122223333/us-east-1`. Quotas are counted per scope.
 * `aws/us-east-1` while the account is not known; plans and runs never have such a scope.
 */
export function scopeName({ provider, scope }: Pick<KmsDriver, "provider" | "scope">): string {
  return [provider, scope.account, scope.region].filter((part) => part !== undefined).join("/");
}

/** Splits a scope's name. Returns undefined if the name has no account. */
export function parseScopeName(
  name: string,
): { readonly provider: string; readonly account: string; readonly region: string } | undefined {
  const [provider, account, region, ...rest] = name.split("/");
  if (!provider || !account || !region || rest.length > 0) return undefined;
  return { provider, account, region };
}
