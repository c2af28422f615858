import type { KmsDriver } from "@crosstag/core/driver";
import type { Fault, FaultOptions, MemoryCloudOptions } from "@crosstag/core/testing";
import { createMemoryCloud, withFaults } from "@crosstag/core/testing";
import type { ConformanceHarness } from "./harness.ts";

/** The conformance harness of the memory cloud. `change` wraps its driver, to test how the suite judges it. */
export function createMemoryHarness(
  options: MemoryCloudOptions,
  change: (driver: KmsDriver) => KmsDriver = (driver) => driver,
): ConformanceHarness {
  return {
    profile: change(createMemoryCloud(options).driver),
    create: async () => {
      const { driver, scene, truth, log } = createMemoryCloud(options);
      const faults: Fault[] = [];
      /** The methods of the calls that get no answer: the memory cloud never sees them. */
      const hanging: Fault["operation"][] = [];
      const onStrike: FaultOptions["onStrike"] = ({ kind }, operation) => {
        if (kind === "hang") hanging.push(operation);
      };
      return {
        driver: change(withFaults(driver, faults, { onStrike })),
        scene,
        truth,
        log: {
          calls: (method) =>
            log.calls(method) + hanging.filter((operation) => method === undefined || operation === method).length,
        },
        faults: {
          kinds: ["throttle", "lose-request", "lose-answer", "garble-answer", "hang", "delay"],
          inject: (fault) => void faults.push(fault),
        },
        close: () => driver.close(),
      };
    },
  };
}
