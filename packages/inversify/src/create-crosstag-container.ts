import { createCrosstag, CrosstagError, systemClock, type EngineOptions } from "@crosstag/core";
import { Container } from "inversify";
import type { AdapterRegistry } from "./adapter-registry.ts";
import { cloudModule } from "./cloud-module.ts";
import { configurationFromEnvironment, type Environment } from "./configuration-from-environment.ts";
import type { CrosstagConfiguration } from "./crosstag-configuration.ts";
import { defaultAdapterRegistry } from "./default-adapter-registry.ts";
import type { RequiredCapability } from "./required-capability.ts";
import { SERVICE } from "./service.ts";

export interface CrosstagContainerOptions {
  /**
   * Default: the result of `configurationFromEnvironment`. A configuration given here is not mixed with the
   * environment.
   */
  readonly configuration?: CrosstagConfiguration;
  /** Default `process.env`. */
  readonly environment?: Environment;
  /** Default: the adapters of this project. */
  readonly registry?: AdapterRegistry;
  /** What every configured cloud must be able to do; default nothing. */
  readonly required?: readonly RequiredCapability[];
  readonly engine?: EngineOptions;
}

/** The interfaces of `Crosstag` that are also bound separately. */
const NARROW = [
  "TagResource",
  "UntagResource",
  "DeleteKeyMaterial",
  "ListTags",
  "FindResources",
  "PlanTags",
  "ApplyPlan",
] as const;

/**
 * Wires the configured clouds, and only those, into a container with everything in `SERVICE`. Nothing is sent.
 * Dispose of it with `disposeCrosstagContainer`.
 * @throws CrosstagError `configuration` if an adapter is missing, a setting is wrong or two clouds are the same;
 * `unsupported` if a required capability is missing. Nothing stays open then
 */
export async function createCrosstagContainer(options: CrosstagContainerOptions = {}): Promise<Container> {
  const registry = options.registry ?? defaultAdapterRegistry();
  const configuration =
    options.configuration ?? configurationFromEnvironment(options.environment ?? process.env, registry);
  const names = Object.keys(configuration.clouds);
  checkDefault(configuration, names);

  const engine = options.engine ?? {};
  const container = new Container();
  container.bind(SERVICE.Configuration).toConstantValue(configuration);
  container.bind(SERVICE.AdapterRegistry).toConstantValue(registry);
  container.bind(SERVICE.EngineOptions).toConstantValue(engine);
  container.bind(SERVICE.Clock).toConstantValue(engine.clock ?? systemClock);

  // Waits for all, so that no driver is opened after this function has failed.
  const opened = await Promise.allSettled(
    Object.entries(configuration.clouds).map(([name, cloud]) =>
      container.loadAsync(cloudModule(name, cloud, registry, options.required)),
    ),
  );
  const drivers = names
    .filter((name) => container.isBound(SERVICE.KmsDriver, { name }))
    .map((name) => container.get(SERVICE.KmsDriver, { name }));
  try {
    const failed = opened.find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    container
      .bind(SERVICE.Crosstag)
      .toConstantValue(createCrosstag(drivers, engine))
      .onDeactivation((crosstag) => crosstag.close());
    // A binding that was never resolved is not deactivated: the drivers would stay open.
    container.get(SERVICE.Crosstag);
  } catch (error) {
    await Promise.allSettled(drivers.map((driver) => driver.close()));
    throw error;
  }
  for (const name of NARROW) {
    container.bind(SERVICE[name] as typeof SERVICE.Crosstag).toService(SERVICE.Crosstag);
  }
  return container;
}

/** Closes every driver once, and removes the bindings. The same as `container.unbindAllAsync()`. */
export async function disposeCrosstagContainer(container: Container): Promise<void> {
  await container.unbindAllAsync();
}

function checkDefault({ default: name }: CrosstagConfiguration, names: readonly string[]): void {
  if (name === undefined || names.includes(name)) return;
  throw new CrosstagError({
    code: "configuration",
    message: `The default cloud ${JSON.stringify(name)} is not one of the configured clouds: ${names.join(", ")}.`,
  });
}
