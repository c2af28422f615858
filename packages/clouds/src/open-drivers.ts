import type { CrosstagConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import type { AdapterRegistry } from "./adapter-registry.ts";
import { checkAdapterOptions } from "./check-adapter-options.ts";
import { requireCapabilities, type RequiredCapability } from "./required-capability.ts";

/** Credentials by the name of the cloud, in the form that its adapter takes. */
export type CloudCredentials = Readonly<Record<string, unknown>>;

/** What drivers are made from, beside the configuration. */
export interface DriverInputs {
  /** The adapters. */
  readonly registry: AdapterRegistry;
  /** What clouds must be able to do. Default: nothing. */
  readonly required?: readonly RequiredCapability[] | undefined;
  /** Credentials in code. Default: each cloud's own SDK finds them. */
  readonly credentials?: CloudCredentials | undefined;
}

/**
 * Creates the drivers of a configuration, by the names of its clouds and in its order. Sends nothing.
 * @throws CrosstagError `configuration` if an adapter is missing or a setting is wrong; `unsupported` if a required
 *   capability is missing. No driver stays open then
 */
export async function openDrivers(
  configuration: CrosstagConfiguration,
  { registry, required = [], credentials = {} }: DriverInputs,
): Promise<ReadonlyMap<string, KmsDriver>> {
  const clouds = Object.entries(configuration.clouds);
  checkNames(configuration, credentials);
  // Waits for all, so that no driver is opened after this function has failed.
  const opened = await Promise.allSettled(
    clouds.map(async ([name, { provider, ...settings }]) => {
      const adapter = await registry.load(provider);
      requireCapabilities(name, adapter.profile(settings.dialect), required);
      const options = await checkAdapterOptions(name, adapter, settings.options);
      return adapter.createDriver({
        name,
        ...settings,
        ...(options !== undefined && { options }),
        ...(Object.hasOwn(credentials, name) && { credentials: credentials[name] }),
      });
    }),
  );
  const drivers = new Map<string, KmsDriver>();
  for (const [index, result] of opened.entries())
    if (result.status === "fulfilled") drivers.set(clouds[index]?.[0] ?? "", result.value);
  const failed = opened.find((result) => result.status === "rejected");
  if (failed === undefined) return drivers;
  await Promise.allSettled([...drivers.values()].map((driver) => driver.close()));
  throw failed.reason;
}

function checkNames({ clouds, default: preferred }: CrosstagConfiguration, credentials: CloudCredentials): void {
  const names = Object.keys(clouds);
  if (preferred !== undefined && !names.includes(preferred))
    throw new CrosstagError({
      code: "configuration",
      message: `The default cloud ${JSON.stringify(preferred)} is not one of the configured clouds: ${names.join(", ")}.`,
    });
  // A Map, for example, has no keys of an object: its credentials would be ignored.
  if (credentials === null || typeof credentials !== "object" || Symbol.iterator in credentials)
    throw new CrosstagError({
      code: "configuration",
      message: "`credentials` is not an object with the credentials of each cloud by its name.",
      hint: `Pass { ${JSON.stringify(names[0] ?? "main")}: … }.`,
    });
  const unknown = Object.keys(credentials).find((name) => !names.includes(name));
  const missing = names.find((name) => Object.hasOwn(credentials, name) && credentials[name] === undefined);
  // Such as a tenant that was not found. The credentials of this process may belong to another account.
  if (missing !== undefined)
    throw new CrosstagError({
      code: "configuration",
      message: `The credentials that are given for the cloud ${JSON.stringify(missing)} are undefined.`,
      hint: "Pass the credentials. If the SDK of the cloud is to find them, leave out the name.",
    });
  if (unknown !== undefined)
    throw new CrosstagError({
      code: "configuration",
      message: `Credentials are given for the cloud ${JSON.stringify(unknown)}, which is not one of the configured clouds: ${names.join(", ")}.`,
      hint: "Credentials are given by the name of the cloud, not by its provider.",
    });
}
