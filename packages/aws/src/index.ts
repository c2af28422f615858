import { createCrosstag, type Crosstag, type EngineOptions } from "@crosstag/core";
import { ENGINE_OPTIONS, engineOptionsOf, refuseUnknownSettings } from "@crosstag/core/internal";
import { type AwsKmsOptions, createDriver, SETTINGS } from "./create-driver.ts";

export { adapter } from "./adapter.ts";
export type { Assumptions } from "./assumptions.ts";
export { type AwsClientOptions, type AwsKmsOptions, type AwsKmsSettings, createAwsKmsDriver } from "./create-driver.ts";
export type { AwsKmsDriver } from "./aws-kms-driver.ts";
export { awsKmsProfile } from "./profile.ts";

// A project that installs only this package can name everything that it passes and gets.
export { countOutcomes, CrosstagError, throwIfFailed, toTagRecord } from "@crosstag/core";
export type * from "@crosstag/core";

/**
 * Creates the operations for one account and region of AWS KMS, or of a service with its protocol: tag, untag, list,
 * find, describe and delete key material. Call `close()` when you are done. Sends nothing yet.
 * @throws CrosstagError `configuration` if an option is missing, unknown, wrong or contradicts another
 */
export async function createAwsKms(options: AwsKmsOptions & EngineOptions = {}): Promise<Crosstag> {
  refuseUnknownSettings("createAwsKms", options, { ...SETTINGS, ...ENGINE_OPTIONS }, "aws");
  return createCrosstag([await createDriver(options)], engineOptionsOf(options));
}
