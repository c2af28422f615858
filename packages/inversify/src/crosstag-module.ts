import { openCrosstag, type CrosstagConfiguration, type OpenCrosstagOptions } from "@crosstag/clouds";
import type { Crosstag } from "@crosstag/core";
import { ContainerModule, type BindWhenOnFluentSyntax, type ServiceIdentifier } from "inversify";
import { SERVICE } from "./service.ts";

/** Options of `crosstagModule`: those of `openCrosstag`, and a name. */
export interface CrosstagModuleOptions extends Omit<OpenCrosstagOptions, "configuration"> {
  /**
   * Binds every service under this name, so that one container can hold several modules, for example one per tenant:
   * `container.get(SERVICE.TagResource, { name: "tenant-a" })`. The driver of a cloud then has the name
   * `tenant-a/production`. Default: the services have no name, and a driver has the name of its cloud.
   */
  readonly name?: string | undefined;
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
 * Returns a module that opens the configured clouds and binds everything in `SERVICE`. Load it into the application's
 * container, or into a child container of a tenant: `await container.loadAsync(crosstagModule(configuration))`. Opening
 * sends nothing. `unloadAsync` closes the drivers as soon as one service has been resolved; before that, no call was made.
 * @param configuration undefined: the configuration file, or else the environment, as for `openCrosstag`
 * @throws CrosstagError from `loadAsync`, as `openCrosstag` does. Nothing is bound then and nothing stays open
 */
export function crosstagModule(
  configuration?: CrosstagConfiguration,
  { name, ...options }: CrosstagModuleOptions = {},
): ContainerModule {
  return new ContainerModule(async ({ bind }) => {
    const crosstag = await openCrosstag({ ...options, configuration });
    const ownName = name === undefined ? {} : { name };
    const named = <Service>(bound: BindWhenOnFluentSyntax<Service>, itsName = name) =>
      itsName === undefined ? bound : bound.whenNamed(itsName);
    named(bind(SERVICE.Crosstag).toConstantValue(crosstag)).onDeactivation(() => crosstag.close());
    // A container deactivates only what was resolved. So every service resolves `Crosstag`, which closes the drivers.
    const bindBeside = <Service>(identifier: ServiceIdentifier<Service>, service: Service, itsName = name) => {
      const dynamic = bind(identifier).toDynamicValue((context) => {
        context.get(SERVICE.Crosstag, ownName);
        return service;
      });
      named(dynamic.inSingletonScope(), itsName);
    };
    for (const service of NARROW) bindBeside<Crosstag>(SERVICE[service] as typeof SERVICE.Crosstag, crosstag);
    bindBeside(SERVICE.Configuration, crosstag.configuration);
    for (const [cloud, driver] of crosstag.drivers)
      bindBeside(SERVICE.KmsDriver, driver, name === undefined ? cloud : `${name}/${cloud}`);
  });
}
