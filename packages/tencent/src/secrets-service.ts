import type { AdapterService, DriverSettings, KmsDriver } from "@crosstag/core/driver";
import { DEFAULT_ASSUMPTIONS } from "./assumptions.ts";
import { openConnection } from "./connection.ts";
import { partsOf, timeLimitOf } from "./create-driver.ts";
import { resolveDialect } from "./dialects.ts";
import { givenCredentials } from "./given-credentials.ts";
import { profileFor } from "./profile.ts";
import { SECRETS } from "./resource-type.ts";
import { connectionOf } from "./shared-connection.ts";

/** Secrets Manager, whose secrets are tagged by the same Tag service. */
export const secretsService: AdapterService = {
  name: SECRETS.service.name,
  profile: (dialect) => {
    resolveDialect(dialect);
    return profileFor(SECRETS, DEFAULT_ASSUMPTIONS);
  },
  createDriver: createSecretsDriver,
};

async function createSecretsDriver(
  { credentials, ...settings }: DriverSettings,
  beside?: KmsDriver,
): Promise<KmsDriver> {
  const given = credentials === undefined ? {} : { credentials: givenCredentials(credentials) };
  const shared = connectionOf(beside);
  const [connection, { assembleDriver }] = await Promise.all([
    shared ?? openConnection({ ...settings, ...given }),
    import("./driver.ts"),
  ]);
  // A connection that is shared belongs to the driver of KMS.
  const close = shared === undefined ? connection.close : async () => {};
  return { ...assembleDriver(partsOf(SECRETS, settings, connection, close)), ...timeLimitOf(settings) };
}
