import { createCrosstag, type Crosstag, type EngineOptions } from "@crosstag/core";
import { ENGINE_OPTIONS, engineOptionsOf, refuseUnknownSettings } from "@crosstag/core/internal";
import type { TencentKmsSettings } from "./connection.ts";
import { createDriver, SETTINGS } from "./create-driver.ts";

export { adapter } from "./adapter.ts";
export type { Assumptions } from "./assumptions.ts";
export type { TencentKmsSettings } from "./connection.ts";
export { createTencentKmsDriver } from "./create-driver.ts";
export type { CredentialFunction, ExpiringCredentials, FixedCredentials } from "./fixed-credentials.ts";
export type { TencentKmsDriver } from "./tencent-kms-driver.ts";
export { tencentKmsProfile } from "./profile.ts";

// A project that installs only this package can name everything that it passes and gets.
export { countOutcomes, CrosstagError, throwIfFailed, toTagRecord } from "@crosstag/core";
export type * from "@crosstag/core";

/**
 * Creates the operations for one account and region of Tencent Cloud KMS: tag, untag, list, find, describe and delete key
 * material. Call `close()` when you are done. Sends nothing yet.
 * @throws CrosstagError `configuration` if an option is missing, unknown, wrong or contradicts another
 */
export async function createTencentKms(options: TencentKmsSettings & EngineOptions = {}): Promise<Crosstag> {
  refuseUnknownSettings("createTencentKms", options, { ...SETTINGS, ...ENGINE_OPTIONS }, "tencent");
  return createCrosstag([await createDriver(options)], engineOptionsOf(options));
}
