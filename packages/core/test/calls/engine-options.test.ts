import { expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { EngineOptions } from "../../src/calls/engine-options.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";

it.each([
  { retry: "none" },
  { retry: "constructor" },
  { maximumConcurrentCalls: 0 },
  { maximumConcurrentCalls: 1.5 },
  { maximumUnreachableCalls: 0 },
  { maximumUnreachableCalls: Number.NaN },
])("%j is refused when the object is made, not in the middle of a call", (options) => {
  const { driver } = createMemoryCloud();
  expect(() => createCrosstag([driver], options as EngineOptions)).toThrow(
    expect.objectContaining({ code: "configuration" }) as Error,
  );
});
