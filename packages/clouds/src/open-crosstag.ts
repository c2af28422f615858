import type { CrosstagConfiguration } from "@crosstag/config";
import { createCrosstag, type Crosstag, type EngineOptions } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import type { AdapterRegistry } from "./adapter-registry.ts";
import type { Environment } from "./configuration-from-environment.ts";
import { defaultAdapterRegistry } from "./default-adapter-registry.ts";
import { findConfiguration } from "./find-configuration.ts";
import { openDrivers, type CloudCredentials } from "./open-drivers.ts";
import { registerAdapters } from "./register-adapters.ts";
import type { RequiredCapability } from "./required-capability.ts";

/** Options of `openCrosstag`. */
export interface OpenCrosstagOptions {
  /**
   * The clouds to open. Default: the configuration file, or else the environment. A configuration that is given here is
   * not mixed with either of them.
   */
  readonly configuration?: CrosstagConfiguration | undefined;
  /**
   * The path of a configuration file. Default: `crosstag.yaml` in the working directory or the nearest one above it, if
   * there is one.
   */
  readonly configurationFile?: string | undefined;
  /**
   * Credentials by the name of the cloud, in the form that its adapter takes: for `aws` an identity or a provider of the
   * SDK, for `alibaba` `{ accessKeyId, accessKeySecret, securityToken? }`. Default: each cloud's own SDK finds them.
   */
  readonly credentials?: CloudCredentials | undefined;
  /** The adapters. Default: those of this project. Adapters that the configuration names are added to a copy. */
  readonly registry?: AdapterRegistry | undefined;
  /** What configured clouds must be able to do. Default: nothing. */
  readonly required?: readonly RequiredCapability[] | undefined;
  /** Environment variables that name clouds, if there is no configuration. Default: `process.env`. */
  readonly environment?: Environment | undefined;
  /** Options of the engine: pacing, retries, events. */
  readonly engine?: EngineOptions | undefined;
}

/** All operations over the configured clouds, with what they were opened from. */
export interface OpenedCrosstag extends Crosstag {
  /** The configuration that was used. */
  readonly configuration: CrosstagConfiguration;
  /** The drivers by the names of their clouds, for their rules, quotas and native clients. */
  readonly drivers: ReadonlyMap<string, KmsDriver>;
}

/**
 * Opens the configured clouds as one object. Sends nothing. Close it with `close()`, or declare it with `await using`.
 * @throws CrosstagError `configuration` if no cloud is configured, an adapter is missing, a setting is wrong or two
 *   clouds are the same; `unsupported` if a required capability is missing. Nothing stays open then
 */
export async function openCrosstag(options: OpenCrosstagOptions = {}): Promise<OpenedCrosstag> {
  const { environment = process.env, engine = {}, required, credentials } = options;
  const base = options.registry ?? defaultAdapterRegistry();
  const found =
    options.configuration === undefined
      ? await findConfiguration(options.configurationFile, environment, base)
      : { configuration: options.configuration, registry: await registerAdapters(base, options.configuration) };
  const drivers = await openDrivers(found.configuration, { registry: found.registry, required, credentials });
  try {
    return { ...createCrosstag([...drivers.values()], engine), configuration: found.configuration, drivers };
  } catch (error) {
    await Promise.allSettled([...drivers.values()].map((driver) => driver.close()));
    throw error;
  }
}
