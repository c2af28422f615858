import type { Fault, LocalClouds } from "@crosstag/local-clouds";
import type { Draw } from "./seeded-resources.ts";
import { everyCloud } from "./seeded-world.ts";

/** Every service whose requests fail: KMS, and the services of AWS beside it, which a fault must name. */
export const SERVICES = ["*", "secretsmanager:*", "acm:*"] as const;

/** Of all requests that reach the clouds. */
const FAULTS: readonly Fault[] = [
  { kind: "throttle", probability: 0.2 },
  { kind: "server-error-json", probability: 0.05 },
  { kind: "server-error-html", probability: 0.05 },
  { kind: "reset-before-applying", probability: 0.05 },
  { kind: "reset-after-applying", probability: 0.05 },
  { kind: "unreadable-success", probability: 0.02 },
  { kind: "delay", delayMs: 40, probability: 0.1 },
];

/** Makes all clouds fail in every way. The random numbers decide which request gets which fault. */
export function addFaults(clouds: LocalClouds, draw: Draw): void {
  for (const cloud of everyCloud(clouds))
    for (const fault of FAULTS)
      for (const operation of SERVICES) cloud.faults.add({ ...fault, operation, seed: Math.floor(draw() * 2 ** 31) });
}
