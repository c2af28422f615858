import { callTimeoutMsOf, type CloudSettings } from "@crosstag/core/driver";
import { CLOUD_SETTINGS, refuseUnknownSettings, type OptionNames } from "@crosstag/core/internal";
import { withOwnRates } from "@crosstag/driver-kit";
import { configurationError } from "./configuration-error.ts";
import { type Connection, openConnection, type TencentKmsSettings } from "./connection.ts";
import type { DriverParts } from "./driver.ts";
import { profileFor } from "./profile.ts";
import { Requests } from "./requests.ts";
import { KEYS, type ResourceType } from "./resource-type.ts";
import { shareConnection } from "./shared-connection.ts";
import type { TencentKmsDriver } from "./tencent-kms-driver.ts";

/** The names of all options. */
export const SETTINGS: OptionNames<TencentKmsSettings> = { ...CLOUD_SETTINGS, credentials: true };

/**
 * Creates the driver for one account and region of Tencent Cloud KMS. Loads the SDK; sends nothing.
 * @throws CrosstagError `configuration` if an option is missing, unknown, wrong or contradicts another
 */
export async function createTencentKmsDriver(settings: TencentKmsSettings = {}): Promise<TencentKmsDriver> {
  refuseUnknownSettings("createTencentKmsDriver", settings, SETTINGS, "tencent");
  return createDriver(settings);
}

/** As `createTencentKmsDriver`, for settings whose names were checked. @throws CrosstagError `configuration` */
export async function createDriver(settings: TencentKmsSettings): Promise<TencentKmsDriver> {
  const [connection, { assembleKmsDriver }] = await Promise.all([openConnection(settings), import("./driver.ts")]);
  const driver = { ...assembleKmsDriver(partsOf(KEYS, settings, connection)), ...timeLimitOf(settings) };
  shareConnection(driver, connection);
  return driver;
}

/** What a driver of a service is assembled from. `close`: default, closes the connection. @throws CrosstagError `configuration` */
export function partsOf(
  type: ResourceType,
  { quotas }: Pick<CloudSettings, "quotas">,
  connection: Connection,
  close: DriverParts["close"] = connection.close,
): DriverParts {
  const { client, credentials, owner, endpoints, scope, assumptions, sdk } = connection;
  const profile = profileFor(type, assumptions);
  return {
    type,
    profile: { ...profile, quotas: withOwnRates(profile.quotas, quotas, configurationError) },
    scope,
    assumptions,
    requests: new Requests(scope, type),
    client,
    credentials,
    owner,
    native: new sdk.CommonClient(endpoints.of(type.service).host, type.service.version, {
      credential: { getCredential: async () => ({ ...(await credentials.get()) }) },
      region: scope.region,
    }),
    endpoint: endpoints.given,
    close,
  };
}

/** The time limit of a call, if it is set. @throws CrosstagError `configuration` if it is not valid */
export function timeLimitOf({ callTimeoutSeconds }: Pick<CloudSettings, "callTimeoutSeconds">): {
  readonly callTimeoutMs?: number;
} {
  const callTimeoutMs = callTimeoutMsOf(callTimeoutSeconds);
  return callTimeoutMs === undefined ? {} : { callTimeoutMs };
}
