import { DRIVER_CONTRACT, type DriverSettings, type KmsAdapter } from "@crosstag/core/driver";
import { createMemoryCloud, type MemoryCloud, type MemoryCloudOptions } from "@crosstag/core/testing";

export interface MemoryAdapter {
  readonly adapter: KmsAdapter;
  /** The clouds by region, as they were opened. */
  readonly clouds: Map<string, MemoryCloud>;
  /** Regions of the drivers that were closed, in order. */
  readonly closed: string[];
  /** The settings of every driver, in order. */
  readonly settings: DriverSettings[];
}

/** A third adapter, as another author would write it: one memory cloud for each region. */
export function memoryAdapter(options: MemoryCloudOptions = {}, more: Partial<KmsAdapter> = {}): MemoryAdapter {
  const clouds = new Map<string, MemoryCloud>();
  const closed: string[] = [];
  const settings: DriverSettings[] = [];
  const adapter: KmsAdapter = {
    contract: DRIVER_CONTRACT,
    provider: "memory",
    title: "Memory cloud",
    dialects: ["memory"],
    profile: () => createMemoryCloud(options).driver,
    createDriver: async (given) => {
      settings.push(given);
      const { region = "memory-1" } = given;
      const cloud = createMemoryCloud({ ...options, region });
      clouds.set(region, cloud);
      return {
        ...cloud.driver,
        close: async () => {
          closed.push(region);
        },
      };
    },
    ...more,
  };
  return { adapter, clouds, closed, settings };
}
