import { DRIVER_CONTRACT, type CloudSettings, type KmsAdapter } from "@crosstag/core/driver";
import { createMemoryCloud, type MemoryCloud, type MemoryCloudOptions } from "@crosstag/core/testing";

export interface MemoryAdapter {
  readonly adapter: KmsAdapter;
  /** The clouds by region, as they were opened. */
  readonly clouds: Map<string, MemoryCloud>;
  /** Regions of the drivers that were closed, in order. */
  readonly closed: string[];
}

/** A third adapter, as another author would write it: one memory cloud for each region. */
export function memoryAdapter(options: MemoryCloudOptions = {}): MemoryAdapter {
  const clouds = new Map<string, MemoryCloud>();
  const closed: string[] = [];
  const adapter: KmsAdapter = {
    contract: DRIVER_CONTRACT,
    provider: "memory",
    title: "Memory cloud",
    dialects: ["memory"],
    profile: () => createMemoryCloud(options).driver,
    createDriver: async ({ region = "memory-1" }: CloudSettings) => {
      const cloud = createMemoryCloud({ ...options, region });
      clouds.set(region, cloud);
      return {
        ...cloud.driver,
        close: async () => {
          closed.push(region);
        },
      };
    },
  };
  return { adapter, clouds, closed };
}
