import type { AdapterService, DriverSettings, KmsDriver, KmsProfile } from "@crosstag/core/driver";
import { withOwnRates } from "@crosstag/driver-kit";
import { profileFor as certificatesProfile } from "./acm/profile.ts";
import { type Assumptions, resolveAssumptions } from "./assumptions.ts";
import { configurationError } from "./configuration-error.ts";
import type { ServiceConnection } from "./connect-service.ts";
import { resolveDialect } from "./dialects.ts";
import { givenCredentials } from "./given-credentials.ts";
import { profileFor as secretsProfile } from "./secretsmanager/profile.ts";
import { connectionOf, type SharedConnection } from "./shared-connection.ts";

/** A service of AWS beside KMS. */
interface Service {
  /** The name in scopes and settings. */
  readonly name: string;
  /** The id in the SDK, which settings of endpoints contain. */
  readonly sdkId: string;
  /** Its data. Loads no SDK. */
  readonly profileFor: (assumptions: Assumptions) => KmsProfile;
  /** Loads what assembles its driver. */
  readonly load: () => Promise<(profile: KmsProfile, connection: ServiceConnection) => KmsDriver>;
}

const SERVICES: readonly Service[] = [
  {
    name: "secretsmanager",
    sdkId: "Secrets Manager",
    profileFor: secretsProfile,
    load: async () => (await import("./secretsmanager/driver.ts")).assembleSecretsDriver,
  },
  {
    name: "acm",
    sdkId: "ACM",
    profileFor: certificatesProfile,
    load: async () => (await import("./acm/driver.ts")).assembleCertificatesDriver,
  },
];

/** The services of AWS beside KMS, for a registry of adapters. Other dialects do not have them. */
export const services: readonly AdapterService[] = SERVICES.map((service) => ({
  name: service.name,
  profile: (dialect, assumptions) =>
    isServed(dialect) ? service.profileFor(resolveAssumptions(assumptions)) : undefined,
  createDriver: (settings, beside) => createDriver(service, settings, connectionOf(beside)),
}));

/**
 * Creates the driver of a service that uses the connection of another driver. Sends nothing.
 * @throws CrosstagError `configuration` as `createAwsKmsDriver`, and for an unknown service
 */
export async function createServiceDriver(
  name: string,
  settings: DriverSettings,
  shared: SharedConnection,
): Promise<KmsDriver> {
  const service = SERVICES.find((known) => known.name === name);
  if (service !== undefined) return createDriver(service, settings, shared);
  throw configurationError(
    `AWS has no service ${JSON.stringify(name)} that crosstag calls.`,
    `Services: ${SERVICES.map((known) => known.name).join(", ")}.`,
  );
}

async function createDriver(
  service: Service,
  { credentials, ...settings }: DriverSettings,
  shared: SharedConnection | undefined,
): Promise<KmsDriver> {
  if (!isServed(settings.dialect))
    throw configurationError(
      `The dialect ${JSON.stringify(settings.dialect)} has no service ${JSON.stringify(service.name)}.`,
      "Use the dialect aws.",
    );
  const profile = service.profileFor(resolveAssumptions(settings.assumptions));
  const quotas = withOwnRates(profile.quotas, settings.quotas, configurationError);
  const { connectService } = await import("./connect-service.ts");
  const [assemble, connection] = await Promise.all([
    service.load(),
    connectService(
      { title: profile.title, sdkId: service.sdkId },
      { ...settings, ...(credentials !== undefined && { credentials: givenCredentials(credentials) }) },
      shared,
    ),
  ]);
  return assemble({ ...profile, quotas }, connection);
}

function isServed(dialect: string | undefined): boolean {
  return resolveDialect(dialect).name === "aws";
}
