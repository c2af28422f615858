import type { KmsDriver } from "../driver/kms-driver.ts";

/**
 * Cloud, account and region that quotas are counted over, as plans and runs name them: `aws/111122223333/us-east-1`;
 * `aws/us-east-1` where the driver does not know its account.
 */
export function scopeName({ provider, scope }: Pick<KmsDriver, "provider" | "scope">): string {
  return [provider, scope.account, scope.region].filter((part) => part !== undefined).join("/");
}

/** Whether a driver serves a scope of a plan. An account that one of them does not know is no difference. */
export function servesScope(driver: Pick<KmsDriver, "provider" | "scope">, name: string): boolean {
  const { provider, scope } = driver;
  const parts = name.split("/");
  const account = parts.length > 2 ? parts[1] : undefined;
  return (
    parts[0] === provider &&
    parts.at(-1) === scope.region &&
    (account === undefined || scope.account === undefined || account === scope.account)
  );
}
