import { DRIVER_CONTRACT, type KmsAdapter } from "@crosstag/core/driver";
import { createDriver } from "./create-driver.ts";
import { DIALECTS } from "./dialects.ts";
import { givenCredentials } from "./given-credentials.ts";
import { tencentKmsProfile } from "./profile.ts";
import { secretsService } from "./secrets-service.ts";

/** The adapter for Tencent Cloud KMS, for a registry of adapters. */
export const adapter: KmsAdapter = {
  contract: DRIVER_CONTRACT,
  provider: "tencent",
  title: "Tencent Cloud KMS",
  dialects: DIALECTS,
  profile: tencentKmsProfile,
  createDriver: async ({ credentials, ...settings }) =>
    createDriver({
      ...settings,
      ...(credentials !== undefined && { credentials: givenCredentials(credentials) }),
    }),
  services: [secretsService],
};
