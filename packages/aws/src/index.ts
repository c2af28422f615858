import { createCrosstag, type Crosstag, type EngineOptions } from "@crosstag/core";
import { type AwsKmsOptions, createAwsKmsDriver } from "./create-driver.ts";

export { adapter } from "./adapter.ts";
export type { Assumptions } from "./assumptions.ts";
export { type AwsClientOptions, type AwsKmsOptions, type AwsKmsSettings, createAwsKmsDriver } from "./create-driver.ts";
export { awsKmsProfile } from "./profile.ts";

/**
 * Tags, untags, lists and deletes key material in one account and region of AWS KMS, or of a service that speaks its protocol.
 * @throws CrosstagError `configuration` where an option is missing, wrong or contradicts another
 */
export async function createAwsKms(options: AwsKmsOptions & EngineOptions = {}): Promise<Crosstag> {
  return createCrosstag([await createAwsKmsDriver(options)], options);
}
