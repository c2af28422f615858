import { DRIVER_CONTRACT, type KmsAdapter } from "@crosstag/core/driver";
import { createDriver } from "./create-driver.ts";
import { DIALECTS } from "./dialects.ts";
import { givenCredentials } from "./given-credentials.ts";
import { alibabaKmsProfile } from "./profile.ts";

/** The adapter for Alibaba Cloud KMS, for a registry of adapters. */
export const adapter: KmsAdapter = {
  contract: DRIVER_CONTRACT,
  provider: "alibaba",
  title: "Alibaba Cloud KMS",
  dialects: DIALECTS,
  profile: alibabaKmsProfile,
  createDriver: ({ credentials, ...settings }) =>
    createDriver({
      ...settings,
      ...(credentials !== undefined && { credentials: givenCredentials(credentials) }),
    }),
  openFleet: async (settings) => (await import("./open-fleet.ts")).openAlibabaFleet(settings),
};
