import { describe, expect, it } from "vitest";
import { driverMethod } from "../../src/driver/driver-method.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { ErrorCode } from "../../src/model/crosstag-error.ts";
import type { UnlistedResources } from "../../src/reads/read-requests.ts";
import {
  BATCHED_SHAPE,
  createMemoryCloud,
  createVirtualClock,
  decorateDriver,
  ONE_BY_ONE_SHAPE,
} from "../../src/testing.ts";

/** Two clouds, of which the first cannot list: everything, or resources of one kind. */
function openTwo(code: ErrorCode, kind?: "secret") {
  const clock = createVirtualClock();
  const bad = createMemoryCloud({ ...BATCHED_SHAPE, clock, region: "bad" });
  const good = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, region: "good" });
  const refusal = new Error("refused");
  const driver = decorateDriver(bad.driver, {
    listResources: (call, context) =>
      kind === undefined || call.kind === kind
        ? Promise.reject(refusal)
        : driverMethod(bad.driver, "listResources")(call, context),
    classify: (error) =>
      error === refusal
        ? { code, retry: "no", applied: "no", scope: "call", message: "It is refused." }
        : bad.driver.classify(error),
  });
  const keys = [bad.scene.create("key"), good.scene.create("key")] as const;
  return {
    keys,
    crosstag: createCrosstag([driver, good.driver], { clock }),
    only: createCrosstag([driver], { clock }),
  };
}

async function find({ crosstag }: Pick<ReturnType<typeof openTwo>, "crosstag">) {
  const unlisted: UnlistedResources[] = [];
  const found: string[] = [];
  for await (const { reference } of crosstag.findResources({ onUnlisted: (one) => unlisted.push(one) }))
    found.push(reference);
  return { found, unlisted };
}

describe("a cloud that cannot be listed", () => {
  it("does not hide the others: it is named, once, with its cause", async () => {
    const opened = openTwo("unauthenticated");
    const { found, unlisted } = await find(opened);
    expect(found).toEqual([opened.keys[1]]);
    expect(unlisted).toMatchObject([{ region: "bad", account: "1000", error: { code: "unauthenticated" } }]);
    expect(unlisted[0]).not.toHaveProperty("kind");
  });

  it("of which only one kind is denied gives the others", async () => {
    const opened = openTwo("access-denied", "secret");
    const { found, unlisted } = await find(opened);
    expect(found).toEqual(opened.keys);
    expect(unlisted).toMatchObject([{ region: "bad", kind: "secret", error: { code: "access-denied" } }]);
  });

  it("ends the listing if the caller has no listener, or if nothing at all can be listed", async () => {
    const { crosstag, only } = openTwo("unauthenticated");
    await expect(async () => {
      for await (const _ of crosstag.findResources()) continue;
    }).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(find({ crosstag: only })).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
