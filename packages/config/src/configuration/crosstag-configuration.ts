import type { CloudConfiguration } from "./cloud-configuration.ts";
import type { NotificationConfiguration } from "./notification-configuration.ts";

/** The content of `crosstag.yaml`: the clouds of an application by name. A request that mixes clouds is routed by reference. */
export interface CrosstagConfiguration {
  /** At least one cloud or fleet, by a name of your choice. */
  readonly clouds: Readonly<Record<string, CloudConfiguration>>;
  /**
   * The cloud that bare ids belong to, for `selectClouds`. An object over several clouds refuses a bare id, whatever the
   * default: narrow the configuration first. Default: none.
   */
  readonly default?: string;
  /**
   * Packages of other adapters to load, by name or as `./file.js`. They are looked up from the folder of the configuration
   * file. Default: none.
   */
  readonly adapters?: readonly string[];
  /** Where new violations of scheduled checks are reported, by a name of your choice. Default: nowhere. */
  readonly notify?: Readonly<Record<string, NotificationConfiguration>>;
}
