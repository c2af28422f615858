import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AdapterRegistry, openCrosstag } from "@crosstag/clouds";
import { DRIVER_CONTRACT, type KmsAdapter } from "@crosstag/core/driver";
import { createMemoryCloud, type MemoryCloud } from "@crosstag/core/testing";
import { onTestFinished } from "vitest";
import { resourcePlaces } from "../src/access/resource-places.ts";
import { openServiceState } from "../src/service-state.ts";
import { createService, type Caller, type Service, type ServiceContext, type ServiceOptions } from "../src/index.ts";

/** A caller that may do everything. */
export const anybody: Caller = {
  name: "anybody",
  allowOperation: () => {},
  allowChange: () => {},
  maySee: () => true,
};

export interface ServiceScene {
  readonly service: Service;
  readonly context: ServiceContext;
  /** The clouds by region. */
  readonly clouds: ReadonlyMap<string, MemoryCloud>;
}

const now = () => new Date();

/** A service over clouds in memory: `east` and `west`. */
export async function memoryService(options: Partial<ServiceOptions> = {}): Promise<ServiceScene> {
  const clouds = new Map<string, MemoryCloud>();
  const adapter: KmsAdapter = {
    contract: DRIVER_CONTRACT,
    provider: "memory",
    title: "Memory cloud",
    dialects: ["memory"],
    profile: () => createMemoryCloud({}).driver,
    createDriver: async ({ region = "memory-1" }) => {
      const cloud = createMemoryCloud({ region });
      clouds.set(region, cloud);
      return cloud.driver;
    },
  };
  const crosstag = await openCrosstag({
    registry: new AdapterRegistry().register(adapter),
    configuration: {
      clouds: { east: { provider: "memory", region: "memory-1" }, west: { provider: "memory", region: "memory-2" } },
    },
  });
  const stateFolder = await mkdtemp(join(tmpdir(), "crosstag-service-"));
  const state = await openServiceState({ crosstag, stateFolder, now, places: resourcePlaces(crosstag) });
  onTestFinished(async () => {
    await state.close();
    await crosstag.close();
    await rm(stateFolder, { recursive: true });
  });
  const context: ServiceContext = { crosstag, stateFolder, now, random: Math.random, state };
  return { context, clouds, service: createService(context, { authenticate: () => anybody, ...options }) };
}
