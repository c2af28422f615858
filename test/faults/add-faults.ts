import type { Fault, LocalClouds } from "@crosstag/local-clouds";
import type { Draw } from "./seeded-world.ts";

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

/** Makes both clouds fail in every way. The random numbers decide which request gets which fault. */
export function addFaults({ aws, alibaba }: LocalClouds, draw: Draw): void {
  for (const cloud of [aws, alibaba])
    for (const fault of FAULTS) cloud.faults.add({ ...fault, seed: Math.floor(draw() * 2 ** 31) });
}
