import type { KmsDriver } from "../../driver/kms-driver.ts";
import type { ConformanceHarness } from "../conformance/harness.ts";
import type { Fault } from "../faults/fault.ts";
import { withFaults } from "../faults/with-faults.ts";
import type { MemoryCloudOptions } from "./memory-cloud-options.ts";
import { createMemoryCloud } from "./memory-cloud.ts";

/** The conformance harness of the memory cloud. `change` goes around its driver, to see what the suite makes of it. */
export function createMemoryHarness(
  options: MemoryCloudOptions,
  change: (driver: KmsDriver) => KmsDriver = (driver) => driver,
): ConformanceHarness {
  return {
    profile: change(createMemoryCloud(options).driver),
    create: async () => {
      const { driver, scene, truth, log } = createMemoryCloud(options);
      const faults: Fault[] = [];
      return {
        driver: change(withFaults(driver, faults)),
        scene,
        truth,
        log,
        faults: {
          kinds: ["throttle", "lose-request", "lose-answer", "garble-answer", "hang", "delay"],
          inject: (fault) => void faults.push(fault),
        },
        close: () => driver.close(),
      };
    },
  };
}
