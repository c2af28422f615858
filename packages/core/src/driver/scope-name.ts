import type { KmsDriver } from "./kms-driver.ts";

/**
 * Cloud, account and region that quotas are counted over, as plans and runs name them: `aws/111122223333/us-east-1`;
 * `aws/us-east-1` while the account is not known, which no plan and no run is made under.
 */
export function scopeName({ provider, scope }: Pick<KmsDriver, "provider" | "scope">): string {
  return [provider, scope.account, scope.region].filter((part) => part !== undefined).join("/");
}

/** The parts of a scope's name; undefined when it does not name an account. */
export function parseScopeName(
  name: string,
): { readonly provider: string; readonly account: string; readonly region: string } | undefined {
  const [provider, account, region, ...rest] = name.split("/");
  if (!provider || !account || !region || rest.length > 0) return undefined;
  return { provider, account, region };
}
