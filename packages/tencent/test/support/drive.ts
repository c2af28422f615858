import type { CallContext, Failure, KmsDriver } from "@crosstag/core/driver";
import { createTencentKmsDriver, type TencentKmsDriver, type TencentKmsSettings } from "@crosstag/tencent";

export const CREDENTIALS = { secretId: "AKIDTESTTESTTEST0000", secretKey: "the-secret-of-the-test" };
export const KEY_ID = "23e80852-1e38-11e9-b129-5cb9019b4b01";
export const RESOURCE_ID = `creatorUin/100000000002/${KEY_ID}`;
export const KEY = { provider: "tencent", kind: "key", id: RESOURCE_ID, alias: false, text: KEY_ID } as const;

/** The context of a call that a test does not end. */
export function call(timeoutMs = 10_000): CallContext {
  return { signal: AbortSignal.timeout(timeoutMs), timeoutMs };
}

export function driverAt(endpoint: string, settings: TencentKmsSettings = {}): Promise<TencentKmsDriver> {
  const given = { region: "ap-guangzhou", account: "100000000001", credentials: CREDENTIALS };
  return createTencentKmsDriver({ endpoint, ...given, ...settings });
}

/** How the driver explains the failure of a call. */
export async function failureOf(driver: KmsDriver, attempt: Promise<unknown>): Promise<Failure> {
  return attempt.then(
    () => {
      throw new Error("The call succeeded.");
    },
    (error: unknown) => driver.classify(error),
  );
}
