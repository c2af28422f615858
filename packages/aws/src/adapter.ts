import { DRIVER_CONTRACT, type KmsAdapter } from "@crosstag/core/driver";
import { createDriver } from "./create-driver.ts";
import { DIALECT_NAMES } from "./dialects.ts";
import { givenCredentials } from "./given-credentials.ts";
import { awsKmsProfile } from "./profile.ts";
import { services } from "./services.ts";

/** The adapter for AWS KMS, for a registry of adapters. */
export const adapter: KmsAdapter = {
  contract: DRIVER_CONTRACT,
  provider: "aws",
  title: "AWS KMS",
  dialects: DIALECT_NAMES,
  profile: awsKmsProfile,
  createDriver: ({ credentials, ...settings }) =>
    createDriver({
      ...settings,
      ...(credentials !== undefined && { credentials: givenCredentials(credentials) }),
    }),
  services,
  // The SDKs of other services are loaded by entries that need them.
  openFleet: async (settings) => (await import("./open-fleet.ts")).openAwsFleet(settings),
};
