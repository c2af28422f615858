export { describeDriverConformance } from "./describe-driver-conformance.ts";
export type { ConformanceRunner } from "./describe-driver-conformance.ts";
export * from "./harness.ts";
export { createMemoryHarness } from "./memory-harness.ts";
export * from "./broken/broken-driver.ts";
export * from "./broken/broken-drivers.ts";
