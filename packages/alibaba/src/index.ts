import { createCrosstag, type Crosstag, type EngineOptions } from "@crosstag/core";
import { ENGINE_OPTIONS, engineOptionsOf, refuseUnknownSettings } from "@crosstag/core/internal";
import { type AlibabaKmsOptions, createDriver, SETTINGS } from "./create-driver.ts";

export { adapter } from "./adapter.ts";
export type { Assumptions } from "./assumptions.ts";
export {
  type AlibabaClientOptions,
  type AlibabaKmsOptions,
  type AlibabaKmsSettings,
  createAlibabaKmsDriver,
} from "./create-driver.ts";
export type { CredentialFunction, ExpiringCredentials } from "./credential-function.ts";
export type { FixedCredentials } from "./fixed-credentials.ts";
export type { CredentialModel, OpenApiClient, SdkCredential } from "./open-api-client.ts";
export type { AlibabaKmsDriver } from "./alibaba-kms-driver.ts";
export { alibabaKmsProfile } from "./profile.ts";

// A project that installs only this package can name everything that it passes and gets.
export { countOutcomes, CrosstagError, throwIfFailed, toTagRecord } from "@crosstag/core";
export type * from "@crosstag/core";

/**
 * Creates the operations for one account and region of Alibaba Cloud KMS: tag, untag, list, find, describe and delete
 * key material. Call `close()` when you are done. Sends nothing yet.
 * @throws CrosstagError `configuration` if an option is missing, unknown, wrong or contradicts another
 */
export async function createAlibabaKms(options: AlibabaKmsOptions & EngineOptions = {}): Promise<Crosstag> {
  refuseUnknownSettings("createAlibabaKms", options, { ...SETTINGS, ...ENGINE_OPTIONS }, "alibaba");
  return createCrosstag([await createDriver(options)], engineOptionsOf(options));
}
