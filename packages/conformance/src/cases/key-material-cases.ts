import { driverMethod } from "@crosstag/core/driver";
import { CrosstagError } from "@crosstag/core";
import assert from "node:assert/strict";
import { can } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { externalKey } from "./external-key.ts";
import { materialDeletionCases } from "./material-deletion-cases.ts";

/** Imported key material is inspected, listed and deleted. */
export const keyMaterialCases: ConformanceGroup = {
  title: "key material",
  cases: (profile) => [
    ...(can(profile, "deleteKeyMaterial", "key") ? [...cases, ...materialDeletionCases(profile)] : []),
    ...(can(profile, "listKeyMaterials", "key") ? [materialsCase] : []),
    ...(can(profile, "readLastUse", "key") ? [lastUseCase] : []),
  ],
};

const materialsCase: ConformanceCase = {
  title: "all materials of a key are listed in one call, and described by the engine",
  run: async (context) => {
    const { driver, crosstag, scene, reference, call, oneCall } = context;
    const key = await externalKey(context);
    const { reference: resource, key: facts } = await driverMethod(driver, "describeResource")(
      { resource: reference(key) },
      call(),
    );
    assert.equal(facts?.severalMaterials, true, "the key can have several materials");
    assert.equal(facts?.materials, undefined, "the description of a key is one call, without its materials");
    const { materials } = await oneCall("listKeyMaterials", () =>
      driverMethod(driver, "listKeyMaterials")({ resource }, call()),
    );
    assert.deepEqual(
      materials.map(({ materialId, state, imported }) => ({ materialId, state, imported })),
      [{ materialId: facts?.currentMaterialId, state: "current", imported: true }],
    );
    assert.deepEqual((await crosstag.inspectKeyMaterial({ resource: key })).key.materials, materials);
    const other = await scene.create("key");
    const plain = await driverMethod(driver, "describeResource")({ resource: reference(other) }, call());
    assert.equal(plain.key?.severalMaterials, undefined, "the material of this key was not imported");
  },
};

const lastUseCase: ConformanceCase = {
  title: "the last use of a key is read in one call, and described by the engine",
  run: async (context) => {
    const { driver, crosstag, reference, call, oneCall } = context;
    const key = await externalKey(context);
    const { lastUse } = await oneCall("readLastUse", () =>
      driverMethod(driver, "readLastUse")({ resource: reference(key) }, call()),
    );
    assert.ok(
      lastUse.usedAt !== undefined || lastUse.recordedSince !== undefined,
      "neither a time of use nor since when there was none",
    );
    assert.deepEqual((await crosstag.inspectKeyMaterial({ resource: key })).key.lastUse, lastUse);
  },
};

const cases: readonly ConformanceCase[] = [
  {
    title: "inspecting a key reports that its material was imported, what to confirm, and what will happen",
    run: async (context) => {
      const { crosstag, reference, truth, log } = context;
      const key = await externalKey(context);
      const inspection = await crosstag.inspectKeyMaterial({ resource: key });
      assert.equal(inspection.obstacle, undefined);
      assert.equal(inspection.alreadyGone, false);
      assert.equal(inspection.key.origin, "external");
      assert.equal(inspection.confirmation, reference(key).id.split("/").at(-1));
      assert.ok(inspection.consequences.length > 0);
      assert.equal(await log.calls("deleteKeyMaterial"), 0);
      assert.equal(await truth.hasMaterial(key), true);
    },
  },
  {
    title: "the state of a key is described in one call",
    run: async ({ scene, driver, reference, oneCall, call }) => {
      const keys = {
        enabled: await scene.create("key"),
        disabled: await scene.create("key"),
        "pending-deletion": await scene.create("key"),
      };
      await scene.disable(keys.disabled);
      await scene.scheduleDeletion(keys["pending-deletion"]);
      for (const [state, text] of Object.entries(keys)) {
        const resource = reference(text);
        const described = await oneCall("describeResource", () =>
          driverMethod(driver, "describeResource")({ resource }, call()),
        );
        assert.deepEqual(
          { state: described.state, kind: described.kind, managedBy: described.managedBy, id: described.reference.id },
          { state, kind: "key", managedBy: "customer", id: resource.id },
        );
        assert.equal(described.key?.origin, "cloud");
      }
    },
  },
  {
    title: "without the right confirmation nothing is sent",
    run: async (context) => {
      const { crosstag, truth, log } = context;
      const key = await externalKey(context);
      const other = await externalKey(context);
      for (const confirm of ["", "yes", context.reference(other).id]) {
        await assert.rejects(crosstag.deleteKeyMaterial({ resource: key, confirm }), { code: "confirmation-required" });
      }
      assert.equal(await log.calls("deleteKeyMaterial"), 0);
      assert.equal(await truth.hasMaterial(key), true);
    },
  },
  {
    title: "material that the cloud generated cannot be deleted, and nothing is sent",
    run: async ({ scene, crosstag, log, reference }) => {
      const key = await scene.create("key");
      const inspection = await crosstag.inspectKeyMaterial({ resource: key });
      assert.ok(inspection.obstacle !== undefined && inspection.key.origin === "cloud");
      await assert.rejects(
        crosstag.deleteKeyMaterial({ resource: key, confirm: reference(key).id }),
        (error) => CrosstagError.is(error) && (error.code === "invalid-state" || error.code === "unsupported"),
      );
      assert.equal(await log.calls("deleteKeyMaterial"), 0);
    },
  },
];
