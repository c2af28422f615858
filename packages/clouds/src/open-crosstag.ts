import type { CrosstagConfiguration } from "@crosstag/config";
import { createCrosstag, CrosstagError, type CloudName, type Crosstag, type EngineOptions } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import type { AdapterRegistry } from "./adapter-registry.ts";
import type { Environment } from "./configuration-from-environment.ts";
import { checkOpenOptions } from "./check-open-options.ts";
import { defaultAdapterRegistry } from "./default-adapter-registry.ts";
import { describeSelection, emptySelection } from "./empty-selection.ts";
import { excludedName, leftOutName } from "./excluded-name.ts";
import { findConfiguration } from "./find-configuration.ts";
import type { ExpandedFleet } from "./fleet/expand-fleet.ts";
import type { FleetCache } from "./fleet/fleet-cache.ts";
import type { ScopeSelection } from "./fleet/scope-selection.ts";
import { openClouds, type CloudCredentials } from "./open-drivers.ts";
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
   * SDK, for `alibaba` `{ accessKeyId, accessKeySecret, securityToken? }` or a function that returns it. Default: each cloud's own SDK finds them.
   */
  readonly credentials?: CloudCredentials | undefined;
  /** The adapters. Default: those of this project. Adapters that the configuration names are added to a copy. */
  readonly registry?: AdapterRegistry | undefined;
  /** What configured clouds must be able to do. Default: nothing. */
  readonly required?: readonly RequiredCapability[] | undefined;
  /** Environment variables that name clouds, if there is no configuration. Default: `process.env`. */
  readonly environment?: Environment | undefined;
  /** Which clouds of entries for many clouds are opened. Default: all. */
  readonly selection?: ScopeSelection | undefined;
  /** Names of the only resources that are wanted: entries for many clouds open only their clouds. Default: all. */
  readonly references?: readonly string[] | undefined;
  /** Keeps what is learned of organizations between processes. Default: nothing is kept. */
  readonly cache?: FleetCache | undefined;
  /** Options of the engine: pacing, retries, events. */
  readonly engine?: EngineOptions | undefined;
}

const OPTIONS: Readonly<Record<keyof OpenCrosstagOptions, true>> = {
  configuration: true,
  configurationFile: true,
  credentials: true,
  registry: true,
  required: true,
  environment: true,
  selection: true,
  references: true,
  cache: true,
  engine: true,
};

/** All operations over the configured clouds, with what they were opened from. */
export interface OpenedCrosstag extends Crosstag {
  /** The configuration that was used. */
  readonly configuration: CrosstagConfiguration;
  /** The adapters that were used, with the adapters that the configuration names. */
  readonly registry: AdapterRegistry;
  /** The drivers by the names of their clouds, for their rules, quotas and native clients. */
  readonly drivers: ReadonlyMap<string, KmsDriver>;
  /** What each entry for many clouds stands for: its clouds, and the accounts that are skipped or cannot be read. */
  readonly fleets: readonly ExpandedFleet[];
  /** The configured name of each driver, as `clouds` of selections and scopes name it. */
  readonly cloudNames: ReadonlyMap<KmsDriver, CloudName>;
}

/**
 * Opens the configured clouds as one object. Sends nothing, unless the clouds of an entry depend on the organization or
 * on the enabled regions. Close it with `close()`, or declare it with `await using`.
 * @throws CrosstagError `configuration` if no cloud is configured, an adapter is missing, a setting is wrong or two
 *   clouds are the same; `unsupported` if a required capability is missing. Nothing stays open then
 */
export async function openCrosstag(options: OpenCrosstagOptions = {}): Promise<OpenedCrosstag> {
  checkOpenOptions(options, OPTIONS);
  const { environment = process.env, engine = {}, required, credentials, selection, references, cache } = options;
  const base = options.registry ?? defaultAdapterRegistry();
  const found =
    options.configuration === undefined
      ? await findConfiguration(options.configurationFile, environment, base)
      : { configuration: options.configuration, registry: await registerAdapters(base, options.configuration) };
  const inputs = { registry: found.registry, required, credentials, selection, references, cache };
  const excluded = await excludedName(found.configuration, references ?? [], selection ?? {}, found.registry);
  if (excluded !== undefined) throw unservedName(Object.keys(found.configuration.clouds), excluded, selection);
  const { drivers, fleets, cloudNames, quotaDiscovery } = await openClouds(found.configuration, inputs);
  try {
    const leftOut = await leftOutName(found.configuration, references ?? [], { drivers, fleets }, found.registry);
    if (leftOut !== undefined) throw unservedName(Object.keys(found.configuration.clouds), leftOut, selection);
    if (drivers.size === 0) throw withoutClouds(fleets, selection, references);
    const crosstag = createCrosstag([...drivers.values()], { ...engine, cloudNames, quotaDiscovery });
    const { configuration, registry } = found;
    return { ...crosstag, configuration, registry, drivers, fleets, cloudNames };
  } catch (error) {
    await Promise.allSettled([...drivers.values()].map(async (driver) => driver.close()));
    throw error;
  }
}

/** All entries are for many clouds, and none of these is wanted. */
function withoutClouds(
  fleets: readonly ExpandedFleet[],
  selection: ScopeSelection | undefined,
  references: readonly string[] | undefined,
): CrosstagError {
  if (references === undefined) return emptySelection(fleets, selection);
  const entries = fleets.map(({ entry }) => entry);
  return unservedName(entries, references[0] ?? "the resources", selection);
}

function unservedName(
  entries: readonly string[],
  reference: string,
  selection: ScopeSelection | undefined,
): CrosstagError {
  const conditions = describeSelection(selection ?? {});
  const selected = conditions === "" ? "" : ` and matches the selection${conditions}`;
  return new CrosstagError({
    code: "configuration",
    message: `No cloud of ${entries.join(", ")} is for the account and region of ${reference}${selected}.`,
    hint: "Show the clouds: crosstag clouds",
  });
}
