import { describe, expect, it } from "vitest";
import { driverMethod } from "../../src/driver/driver-method.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { DeleteKeyMaterialEvidence } from "../../src/key-material/key-material-requests.ts";
import {
  BATCHED_SHAPE,
  createMemoryCloud,
  createVirtualClock,
  ONE_BY_ONE_SHAPE,
  withFaults,
} from "../../src/testing.ts";

function open(faults: Parameters<typeof withFaults>[1] = [], shape = ONE_BY_ONE_SHAPE) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...shape, clock });
  const crosstag = createCrosstag([withFaults(cloud.driver, faults, { clock })], { clock });
  const key = cloud.scene.createExternalKey();
  return { clock, cloud, crosstag, key, id: key.slice(key.lastIndexOf("/") + 1) };
}

describe("inspectKeyMaterial", () => {
  it("says what would go, what it would break and what to confirm, and changes nothing", async () => {
    const { cloud, crosstag, key, id } = open();
    const inspection = await crosstag.inspectKeyMaterial({ resource: key });
    expect(inspection).toMatchObject({
      reference: key,
      confirmation: id,
      alreadyGone: false,
      materialId: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(inspection.consequences.length).toBeGreaterThan(1);
    expect(inspection.obstacle).toBeUndefined();
    expect(cloud.truth.hasMaterial(key)).toBe(true);
  });

  it("names the obstacle: material that was not imported, a key of the cloud", async () => {
    const { cloud, crosstag } = open();
    expect((await crosstag.inspectKeyMaterial({ resource: cloud.scene.create("key") })).obstacle?.code).toBe(
      "unsupported",
    );
    expect((await crosstag.inspectKeyMaterial({ resource: cloud.scene.createCloudManagedKey() })).obstacle?.code).toBe(
      "managed-by-cloud",
    );
  });
});

describe("deleteKeyMaterial", () => {
  it("does it once, pinned to the material seen, with the intent written down before and the state after", async () => {
    const { cloud, crosstag, key, id } = open();
    const evidence: (DeleteKeyMaterialEvidence & { material: boolean })[] = [];
    const result = await crosstag.deleteKeyMaterial({
      resource: key,
      confirm: id,
      evidence: async (record) => void evidence.push({ ...record, material: cloud.truth.hasMaterial(key) }),
    });
    expect(result).toMatchObject({
      outcome: { status: "changed", attempts: 1 },
      after: { state: "pending-import" },
      materialId: expect.any(String),
    });
    expect(evidence).toMatchObject([
      { phase: "intent", reference: key, material: true, materialId: result.materialId },
      { phase: "outcome", outcome: "changed", material: false },
    ]);
  });

  it("sends nothing if the intent cannot be recorded, and reports what was done if the outcome cannot", async () => {
    const { cloud, crosstag, key, id } = open();
    const failAt = (failing: DeleteKeyMaterialEvidence["phase"]) => ({
      resource: key,
      confirm: id,
      evidence: ({ phase }: DeleteKeyMaterialEvidence) =>
        phase === failing ? Promise.reject(new Error("disk full")) : Promise.resolve(),
    });
    await expect(crosstag.deleteKeyMaterial(failAt("intent"))).rejects.toThrow("disk full");
    expect([cloud.truth.hasMaterial(key), cloud.log.calls("deleteKeyMaterial")]).toEqual([true, 0]);
    expect(await crosstag.deleteKeyMaterial(failAt("outcome"))).toMatchObject({
      outcome: { status: "changed" },
      warnings: [{ rule: "crosstag.evidence-incomplete", resource: key }],
    });
    expect(cloud.truth.hasMaterial(key)).toBe(false);
  });

  it.each(["", "yes", "key-999999"])("refuses the confirmation %j and sends nothing", async (confirm) => {
    const { cloud, crosstag, key } = open();
    await expect(crosstag.deleteKeyMaterial({ resource: key, confirm })).rejects.toMatchObject({
      code: "confirmation-required",
    });
    expect(cloud.log.calls("deleteKeyMaterial")).toBe(0);
  });

  it("refuses keys whose material was not imported, and a material that the key does not have", async () => {
    const { cloud, crosstag, key, id } = open();
    const own = cloud.scene.create("key");
    await expect(
      crosstag.deleteKeyMaterial({ resource: own, confirm: own.slice(own.lastIndexOf("/") + 1) }),
    ).rejects.toMatchObject({ code: "unsupported" });
    await expect(
      crosstag.deleteKeyMaterial({ resource: key, confirm: id, materialId: "f".repeat(64) }),
    ).rejects.toMatchObject({ code: "invalid-request" });
    expect(cloud.log.calls("deleteKeyMaterial")).toBe(0);
  });

  it("sends nothing if the intent cannot be recorded", async () => {
    const { cloud, crosstag, key, id } = open();
    await expect(
      crosstag.deleteKeyMaterial({
        resource: key,
        confirm: id,
        evidence: () => Promise.reject(new Error("disk full")),
      }),
    ).rejects.toThrow("disk full");
    expect(cloud.log.calls("deleteKeyMaterial")).toBe(0);
  });

  it("sends nothing on a dry run, or if the material is already gone", async () => {
    const { cloud, crosstag, key, id } = open();
    expect((await crosstag.deleteKeyMaterial({ resource: key, confirm: id, dryRun: true })).outcome).toMatchObject({
      status: "skipped",
      reason: "dry-run",
    });
    await crosstag.deleteKeyMaterial({ resource: key, confirm: id });
    expect((await crosstag.deleteKeyMaterial({ resource: key, confirm: id })).outcome.status).toBe("unchanged");
    expect(cloud.log.calls("deleteKeyMaterial")).toBe(1);
  });

  it.each([ONE_BY_ONE_SHAPE, BATCHED_SHAPE])(
    "reports unknown if the cloud confirms but still shows the material, and says what was read",
    async (shape) => {
      const clock = createVirtualClock();
      const cloud = createMemoryCloud({ ...shape, clock });
      const lying = decorateDriver(cloud.driver, { deleteKeyMaterial: async () => ({ requestId: "r-1" }) });
      const crosstag = createCrosstag([lying], { clock });
      const key = cloud.scene.createExternalKey();
      const written: DeleteKeyMaterialEvidence[] = [];
      const { outcome, looks } = await crosstag.deleteKeyMaterial({
        resource: key,
        confirm: key.slice(key.lastIndexOf("/") + 1),
        evidence: async (record) => void written.push(record),
      });
      expect(outcome).toMatchObject({ status: "unknown", attempts: 1, error: { retry: "no" } });
      expect(looks).toMatchObject({ shown: false, seconds: expect.closeTo(10, 0) as number });
      expect(looks?.count).toBeGreaterThanOrEqual(8);
      const detail = expect.stringMatching(
        /not seen to be gone in \d+ readings in 10(?:\.\d)? s: the key's state is enabled/,
      ) as string;
      expect(written.at(-1)).toMatchObject({ outcome: "unknown", stateAfter: "enabled", looks, detail });
    },
  );

  it("reports unknown for a receipt for other material, and changed if the receipt names none", async () => {
    for (const [materialId, status] of [
      ["f".repeat(64), "unknown"],
      [undefined, "changed"],
    ] as const) {
      const clock = createVirtualClock();
      const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock });
      const driver = decorateDriver(cloud.driver, {
        deleteKeyMaterial: async (call, context) => {
          await driverMethod(cloud.driver, "deleteKeyMaterial")(call, context);
          return { requestId: "r-1", ...(materialId !== undefined && { materialId }) };
        },
      });
      const key = cloud.scene.createExternalKey();
      const crosstag = createCrosstag([driver], { clock });
      const request = { resource: key, confirm: key.slice(key.lastIndexOf("/") + 1) };
      const { outcome, looks } = await crosstag.deleteKeyMaterial(request);
      expect([outcome.status, looks?.shown]).toEqual([status, true]);
    }
  });

  it("settles a lost answer by looking, and never sends twice after it", async () => {
    const { cloud, crosstag, key, id } = open([{ kind: "lose-answer", operation: "deleteKeyMaterial" }]);
    expect((await crosstag.deleteKeyMaterial({ resource: key, confirm: id })).outcome).toMatchObject({
      status: "changed",
      attempts: 1,
    });
    expect(cloud.log.calls("deleteKeyMaterial")).toBe(1);
  });

  it("reports unknown if a lost request leaves the material in place, and does not repeat it", async () => {
    const { cloud, crosstag, key, id } = open([{ kind: "lose-request", operation: "deleteKeyMaterial" }]);
    const { outcome } = await crosstag.deleteKeyMaterial({ resource: key, confirm: id });
    expect(outcome).toMatchObject({ status: "unknown", attempts: 1 });
    expect(cloud.truth.hasMaterial(key)).toBe(true);
  });

  it("tries again after a refusal that is sure to have changed nothing", async () => {
    const { cloud, crosstag, key, id } = open([{ kind: "throttle", operation: "deleteKeyMaterial", times: 2 }]);
    expect((await crosstag.deleteKeyMaterial({ resource: key, confirm: id })).outcome).toMatchObject({
      status: "changed",
      attempts: 3,
    });
    expect(cloud.truth.hasMaterial(key)).toBe(false);
  });

  it("works if materials have no ids, and leaves a scheduled deletion scheduled", async () => {
    const listKeyMaterials = { ...BATCHED_SHAPE.capabilities?.listKeyMaterials, key: { support: "yes" as const } };
    const shape = { ...BATCHED_SHAPE, capabilities: { ...BATCHED_SHAPE.capabilities, listKeyMaterials } };
    const { cloud, crosstag, key, id } = open([], shape);
    cloud.scene.scheduleDeletion(key);
    await expect(
      crosstag.deleteKeyMaterial({ resource: key, confirm: id, materialId: "f".repeat(64) }),
    ).rejects.toMatchObject({ message: expect.stringContaining("no ids") });
    const result = await crosstag.deleteKeyMaterial({ resource: key, confirm: id });
    expect(result).toMatchObject({ outcome: { status: "changed" }, after: { state: "pending-deletion" } });
    expect(cloud.truth.hasMaterial(key)).toBe(false);
  });
});
