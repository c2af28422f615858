import type { CloudSettings } from "@crosstag/core/driver";

/** One named cloud: which adapter, and how the cloud is reached. Never holds a secret. */
export interface CloudConfiguration extends CloudSettings {
  /** `aws`, `alibaba`, or the provider of a registered adapter. */
  readonly provider: string;
}

/** The clouds of an application by name. Every one is opened; a request that mixes clouds is routed by reference. */
export interface CrosstagConfiguration {
  readonly clouds: Readonly<Record<string, CloudConfiguration>>;
  /**
   * The cloud that `selectClouds` chooses for bare ids. A container over several clouds refuses a bare id, whatever
   * the default: narrow the configuration first.
   */
  readonly default?: string;
}
