import { CrosstagError } from "@crosstag/core";
import { DRIVER_CONTRACT, type KmsAdapter } from "@crosstag/core/driver";
import { fieldsOf } from "@crosstag/core/internal";
import { refuseIncompleteAdapter } from "./refuse-incomplete-adapter.ts";

/** Names of the cloud's own environment variables, most specific first. */
export interface EnvironmentVariables {
  /** Variables with the region. Default: none. */
  readonly region?: readonly string[];
  /** Variables with the endpoint. Default: none. */
  readonly endpoint?: readonly string[];
}

/** An adapter that is imported only when a configuration names its provider. */
export interface AdapterRegistration {
  /** The provider in configurations: `aws`. */
  readonly provider: string;
  /** The package to install if `load` finds nothing, for example `@crosstag/aws`. */
  readonly packageName: string;
  /** For example `() => import("@crosstag/aws")`: a module that exports `adapter`. */
  readonly load: () => Promise<{ readonly adapter: KmsAdapter }>;
  /** The cloud's own environment variables, for `configurationFromEnvironment`. Default: none. */
  readonly environment?: EnvironmentVariables;
}

/** Adapters by provider. Each application creates its own registry. There is no global registry. */
export class AdapterRegistry {
  readonly #registrations = new Map<string, AdapterRegistration>();
  readonly #adapters = new Map<string, Promise<KmsAdapter>>();

  /**
   * Adds an adapter, or a function that loads one. The last registration of a provider counts.
   * @returns the registry itself, for chaining
   */
  register(adapter: KmsAdapter | AdapterRegistration): this {
    this.#adapters.delete(adapter.provider);
    if ("load" in adapter) {
      this.#registrations.set(adapter.provider, adapter);
    } else {
      const { provider } = adapter;
      this.#registrations.set(provider, { provider, packageName: provider, load: () => Promise.resolve({ adapter }) });
    }
    return this;
  }

  /** In the order of registration. */
  get registrations(): readonly AdapterRegistration[] {
    return [...this.#registrations.values()];
  }

  /** A registry with the same registrations, to which others can be added. */
  copy(): AdapterRegistry {
    const registry = new AdapterRegistry();
    for (const registration of this.registrations) registry.register(registration);
    return registry;
  }

  /** Loads an adapter, once; again after a failure. @throws CrosstagError `configuration` if there is none, or it cannot be loaded */
  load(provider: string): Promise<KmsAdapter> {
    let adapter = this.#adapters.get(provider);
    if (adapter === undefined || adapter === null) {
      adapter = this.#import(provider);
      this.#adapters.set(provider, adapter);
      const loading = adapter;
      loading.catch(() => {
        if (this.#adapters.get(provider) === loading) this.#adapters.delete(provider);
      });
    }
    return adapter;
  }

  async #import(provider: string): Promise<KmsAdapter> {
    const registration = this.#registrations.get(provider);
    if (registration === undefined) {
      const known = [...this.#registrations.keys()].join(", ");
      throw new CrosstagError({
        code: "configuration",
        provider,
        message: `No adapter for the provider ${JSON.stringify(provider)}. Known providers: ${known || "none"}.`,
        hint: "Correct the name, or add the package of its adapter to `adapters` in crosstag.yaml. In a program: register the adapter.",
      });
    }
    const adapter = await importAdapter(registration);
    if (adapter.contract !== DRIVER_CONTRACT || adapter.provider !== provider) {
      throw new CrosstagError({
        code: "configuration",
        provider,
        message: `${registration.packageName} is an adapter for ${adapter.provider} under the contract ${adapter.contract}, but one for ${provider} under ${DRIVER_CONTRACT} is needed; install @crosstag packages of the same version.`,
      });
    }
    refuseIncompleteAdapter(adapter, registration.packageName);
    return adapter;
  }
}

async function importAdapter({ provider, packageName, load }: AdapterRegistration): Promise<KmsAdapter> {
  let adapter: KmsAdapter | null | undefined;
  try {
    ({ adapter } = await load());
  } catch (cause) {
    // An installed package with a missing file of its own has the same code.
    const { code, message } = fieldsOf(cause);
    const missing = code === "ERR_MODULE_NOT_FOUND" && String(message).includes(`'${packageName}'`);
    throw new CrosstagError({
      code: "configuration",
      provider,
      message: missing
        ? `The adapter for the provider ${JSON.stringify(provider)} is not installed; run: npm install ${packageName}`
        : `The adapter package ${packageName} for the provider ${JSON.stringify(provider)} is installed but fails to load; reinstall it: npm install ${packageName}`,
      cause,
    });
  }
  if (adapter === undefined) {
    throw new CrosstagError({
      code: "configuration",
      provider,
      message: `The package ${packageName} does not export \`adapter\`, so it is not a Crosstag adapter.`,
    });
  }
  return adapter;
}
