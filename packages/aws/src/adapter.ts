import { DRIVER_CONTRACT, type KmsAdapter } from "@crosstag/core/driver";
import { createAwsKmsDriver } from "./create-driver.ts";
import { DIALECT_NAMES } from "./dialects.ts";
import { awsKmsProfile } from "./profile.ts";

/** The adapter for AWS KMS, for a registry of adapters. */
export const adapter: KmsAdapter = {
  contract: DRIVER_CONTRACT,
  provider: "aws",
  title: "AWS KMS",
  dialects: DIALECT_NAMES,
  profile: awsKmsProfile,
  createDriver: (settings) => createAwsKmsDriver(settings),
};
