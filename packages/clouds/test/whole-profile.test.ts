import type { KmsAdapter, KmsProfile } from "@crosstag/core/driver";
import { expect, test } from "vitest";
import { createMemoryCloud } from "@crosstag/core/testing";
import { wholeProfile } from "../src/index.ts";
import { memoryAdapter } from "./memory-adapter.ts";

const provenance = { source: "the test", verifiedOn: "2026-11-30", status: "assumed" } as const;

function adapterWith(service: KmsProfile): KmsAdapter {
  const { adapter } = memoryAdapter({ kinds: ["key"] });
  return {
    ...adapter,
    services: [{ name: "vault", profile: () => service, createDriver: () => Promise.reject(new Error("not opened")) }],
  };
}

test("what states prevent and the shapes of writes cover the kinds of services, too", () => {
  const { driver } = createMemoryCloud({ kinds: ["secret"], service: "vault" });
  const shape = { shape: "wide", resources: 50, tags: 1 };
  const whole = wholeProfile(
    adapterWith({
      ...driver,
      stateRules: [
        { ...provenance, states: ["disabled"], operations: ["writeTags"], reason: "No.", fix: "Enable it." },
      ],
      limits: {
        ...driver.limits,
        changeTags: { secret: { resources: 1, tags: 5 } },
        shapes: { writeTags: { secret: [shape] } },
      },
    }),
  );
  expect(whole.stateRules?.at(-1)).toMatchObject({ states: ["disabled"], kinds: ["secret"] });
  expect(whole.stateRules?.slice(0, -1).every(({ kinds }) => kinds?.includes("secret") === false)).toBe(true);
  expect(whole.limits.shapes?.writeTags).toEqual({ secret: [shape] });
  expect(whole.limits.changeTags).toEqual({ secret: { resources: 1, tags: 5 } });
});
