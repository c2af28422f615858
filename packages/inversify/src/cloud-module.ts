import { ContainerModule } from "inversify";
import type { AdapterRegistry } from "./adapter-registry.ts";
import type { CloudConfiguration } from "./crosstag-configuration.ts";
import { requireCapabilities, type RequiredCapability } from "./required-capability.ts";
import { SERVICE } from "./service.ts";

/**
 * Imports the adapter of one configured cloud and binds its driver under the cloud's name. Load it with
 * `loadAsync`. The code that resolves the driver closes it: in a Crosstag container, the `Crosstag` does.
 */
export function cloudModule(
  name: string,
  { provider, ...settings }: CloudConfiguration,
  registry: AdapterRegistry,
  required: readonly RequiredCapability[] = [],
): ContainerModule {
  return new ContainerModule(async ({ bind }) => {
    const adapter = await registry.load(provider);
    requireCapabilities(name, adapter.profile(settings.dialect), required);
    bind(SERVICE.KmsDriver)
      .toConstantValue(await adapter.createDriver({ name, ...settings }))
      .whenNamed(name);
  });
}
