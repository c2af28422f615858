import type { CloudSettings } from "@crosstag/core/driver";

/** One named cloud: its adapter, and how to reach it. Never contains a secret. */
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
