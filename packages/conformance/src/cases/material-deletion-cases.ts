import { driverMethod } from "@crosstag/core/driver";
import type { KeyMaterialDeletion, KmsProfile } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import type { CaseContext } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { currentMaterial, externalKey } from "./external-key.ts";
import { tagsOf } from "./tag-cases.ts";

/** What deleting material does, as the profile states: at once, or at a date. */
export function materialDeletionCases(profile: KmsProfile): readonly ConformanceCase[] {
  return effectOf(profile) === "scheduled" ? scheduledCases : immediateCases;
}

/** What the profile says of deletion; by default, the material is gone at once. */
export function effectOf({ keyMaterialDeletion }: KmsProfile): KeyMaterialDeletion["effect"] {
  return keyMaterialDeletion?.effect ?? "immediate";
}

const immediateCases: readonly ConformanceCase[] = [
  {
    title: "the material is deleted by one call, the tags are kept, and the state afterwards is read",
    run: async (context) => {
      const { crosstag, truth, log, reference, write, samplesFor } = context;
      const key = await externalKey(context);
      const other = await externalKey(context);
      const tags = samplesFor("key").tags({ team: "payments" });
      await write([key], new Map(Object.entries(tags)));
      const result = await crosstag.deleteKeyMaterial({ resource: key, confirm: reference(key).id });
      assert.equal(result.outcome.status, "changed");
      assert.deepEqual([result.before.state, result.after?.state], ["enabled", "pending-import"]);
      assert.deepEqual([await truth.hasMaterial(key), await truth.stateOf(key)], [false, "pending-import"]);
      assert.equal(await log.calls("deleteKeyMaterial"), 1);
      assert.deepEqual(await tagsOf(truth, key), tags);
      assert.equal(await truth.hasMaterial(other), true);
    },
  },
  {
    title: "a second deletion has nothing to do",
    run: async (context) => {
      const { crosstag, truth, log, reference } = context;
      const key = await externalKey(context);
      const request = { resource: key, confirm: reference(key).id };
      await crosstag.deleteKeyMaterial(request);
      assert.equal((await crosstag.inspectKeyMaterial({ resource: key })).alreadyGone, true);
      const { outcome } = await crosstag.deleteKeyMaterial(request);
      assert.equal(outcome.status, "unchanged");
      assert.equal(await log.calls("deleteKeyMaterial"), 1);
      assert.equal(await truth.stateOf(key), "pending-import");
    },
  },
  ...namedMaterialCases(async ({ truth }, key) => !(await truth.hasMaterial(key))),
];

const scheduledCases: readonly ConformanceCase[] = [
  {
    title:
      "the deletion of the material is scheduled by one call, with the date that the key shows, and the tags are kept",
    run: async (context) => {
      const { driver, crosstag, truth, log, reference, write, call, samplesFor, oneCall } = context;
      const [key, other, third] = [await externalKey(context), await externalKey(context), await externalKey(context)];
      const tags = samplesFor("key").tags({ team: "payments" });
      await write([key], new Map(Object.entries(tags)));
      const before = await log.calls("deleteKeyMaterial");
      const { outcome, after } = await crosstag.deleteKeyMaterial({ resource: key, confirm: reference(key).id });
      assert.ok(outcome.status === "scheduled", outcome.status);
      assert.equal(after?.key?.deletionScheduledFor, outcome.scheduledFor, "the key shows another date");
      assert.equal(await log.calls("deleteKeyMaterial"), before + 1);
      assert.deepEqual(await tagsOf(truth, key), tags);
      assert.deepEqual([await truth.hasMaterial(key), await truth.hasMaterial(other)], [true, true]);
      // The date is that of the answer, too: the engine needs it if it cannot read the key.
      const material = await currentMaterial(context, third);
      const receipt = await oneCall("deleteKeyMaterial", () =>
        driverMethod(driver, "deleteKeyMaterial")({ resource: reference(third), ...material }, call()),
      );
      const { key: facts } = await driverMethod(driver, "describeResource")({ resource: reference(third) }, call());
      assert.ok(receipt.scheduledFor !== undefined, "the answer to the deletion has no date");
      assert.equal(receipt.scheduledFor, facts?.deletionScheduledFor, "the answer has another date than the key");
    },
  },
  {
    title: "a second deletion of scheduled material has nothing to do, and the inspection has the date",
    run: async (context) => {
      const { crosstag, log, reference } = context;
      const key = await externalKey(context);
      const request = { resource: key, confirm: reference(key).id };
      const { outcome: first } = await crosstag.deleteKeyMaterial(request);
      const inspection = await crosstag.inspectKeyMaterial({ resource: key });
      assert.ok(first.status === "scheduled" && inspection.scheduledFor === first.scheduledFor);
      assert.deepEqual([inspection.effect, inspection.alreadyGone], ["scheduled", false]);
      const { outcome } = await crosstag.deleteKeyMaterial(request);
      assert.equal(outcome.status, "unchanged");
      assert.equal(await log.calls("deleteKeyMaterial"), 1);
    },
  },
  ...namedMaterialCases(async ({ crosstag }, key) => {
    const { scheduledFor } = await crosstag.inspectKeyMaterial({ resource: key });
    return scheduledFor !== undefined;
  }),
];

/** `isDeleted`: the material of a key is gone, or it is to be. */
function namedMaterialCases(
  isDeleted: (context: CaseContext, key: string) => Promise<boolean>,
): readonly ConformanceCase[] {
  return [
    {
      title: "if materials have ids, the named one is deleted and no other",
      run: async (context) => {
        const { driver, reference, call, failure, oneCall } = context;
        const key = await externalKey(context);
        const resource = reference(key);
        const { key: facts } = await driverMethod(driver, "describeResource")({ resource }, call());
        const materialId = facts?.currentMaterialId;
        if (materialId === undefined) {
          // Materials have no ids: the call is for the only material.
          await oneCall("deleteKeyMaterial", () => driverMethod(driver, "deleteKeyMaterial")({ resource }, call()));
          assert.equal(await isDeleted(context, key), true);
          return;
        }
        const another = `${materialId.slice(0, -1)}${materialId.endsWith("0") ? "1" : "0"}`;
        const failed = await failure(() =>
          driverMethod(driver, "deleteKeyMaterial")({ resource, materialId: another }, call()),
        );
        assert.deepEqual({ retry: failed.retry, applied: failed.applied }, { retry: "no", applied: "no" });
        assert.equal(await isDeleted(context, key), false, "another material was requested");
        const receipt = await oneCall("deleteKeyMaterial", () =>
          driverMethod(driver, "deleteKeyMaterial")({ resource, materialId }, call()),
        );
        assert.ok(receipt.materialId === undefined || receipt.materialId === materialId);
        assert.equal(await isDeleted(context, key), true);
      },
    },
  ];
}
