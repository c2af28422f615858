import { toTagRecord } from "@crosstag/core";
import type { ResourceKind } from "@crosstag/core";
import { driverMethod } from "@crosstag/core/driver";
import type { Failure, KmsDriver } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { can, kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { assertRefusal, assertSafe } from "./assert-refusal.ts";
import { currentMaterial, externalKey } from "./external-key.ts";
import { CANARY, secretTag } from "./secret-tag.ts";
import { stateCases } from "./state-cases.ts";
import { unknownResourceCases } from "./unknown-resource-cases.ts";

/** Errors are explained: code, retry, whether the call may have taken effect. */
export const classifyCases: ConformanceGroup = {
  title: "errors",
  cases: (profile) => {
    const kind = kindsThatCan(profile, "writeTags")[0] ?? "key";
    return [
      ...unknownResourceCases(profile),
      ...(can(profile, "writeTags", "key") ? stateCases(profile) : []),
      ...(can(profile, "deleteKeyMaterial", "key") ? materialCases : []),
      canaryCase(kind),
      throttleCase(kind),
      ...(["lose-request", "garble-answer"] as const).map((fault) => lostCase(kind, fault)),
      cloudManagedCase,
      nonsenseCase,
    ];
  },
};

const materialCases: readonly ConformanceCase[] = [
  {
    title: "key: deleting material that was not imported is also refused by the cloud",
    run: async ({ scene, driver, reference, call, failure, truth }) => {
      const text = await scene.create("key");
      const resource = reference(text);
      assertRefusal(
        await failure(() => driverMethod(driver, "deleteKeyMaterial")({ resource }, call())),
        ["invalid-state", "unsupported", "refused"],
        "resource",
        [resource],
      );
      assert.equal(await truth.stateOf(text), "enabled");
    },
  },
  {
    title: "key: deleting the material of an unknown one is not-found",
    run: async (context) => {
      const { scene, driver, reference, call, failure } = context;
      const material = await currentMaterial(context, await externalKey(context));
      const resource = reference(await scene.unknownReference("key"));
      assertRefusal(
        await failure(() => driverMethod(driver, "deleteKeyMaterial")({ resource, ...material }, call())),
        ["not-found"],
        "resource",
        [resource],
      );
    },
  },
  {
    title: "key: an error does not repeat resource names without need",
    run: async (context) => {
      const { crosstag, reference } = context;
      const key = await externalKey(context);
      await assert.rejects(
        crosstag.deleteKeyMaterial({ resource: key, confirm: CANARY }),
        (error) => !inspect(error).includes(CANARY),
      );
      assert.notEqual(reference(key).id, "");
    },
  },
];

const canaryCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: no error repeats a tag value`,
  run: async (context) => {
    const { scene, crosstag } = context;
    const unknown = await scene.unknownReference(kind);
    const tags = toTagRecord(secretTag(context.samplesFor(kind)));
    const [secret = ""] = Object.values(tags);
    const { outcomes } = await crosstag.tagResource({ resources: [unknown], tags, readFirst: false });
    assert.equal(outcomes[0]?.status, "failed");
    assert.ok(!JSON.stringify(outcomes).includes(secret), "in the JSON of an outcome");
    assert.ok(
      !inspect(outcomes, { depth: 10, showHidden: false }).includes(secret),
      "in the printed form of an outcome",
    );
  },
});

const throttleCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: a throttled call is classified as throttled and was not applied`,
  run: async ({ scene, driverWith, reference, tagging, methodOf, samplesFor }) => {
    const text = await scene.create(kind);
    const driver = await driverWith({ kind: "throttle", operation: methodOf("writeTags"), times: 1 });
    const failure = await raised(driver, await tagging([text], secretTag(samplesFor(kind)), driver));
    assert.deepEqual(
      { code: failure.code, retry: failure.retry, applied: failure.applied, scope: failure.scope },
      { code: "throttled", retry: "throttled", applied: "no", scope: "call" },
    );
    assertSafe(failure, [reference(text)]);
  },
});

const lostCase = (kind: ResourceKind, fault: "lose-request" | "garble-answer"): ConformanceCase => ({
  title: `${kind}: a call with fault ${fault} may have taken effect`,
  run: async ({ scene, driverWith, reference, tagging, methodOf, samplesFor }) => {
    const text = await scene.create(kind);
    const driver = await driverWith({ kind: fault, operation: methodOf("writeTags"), times: 1 });
    const failure = await raised(driver, await tagging([text], secretTag(samplesFor(kind)), driver));
    assert.deepEqual(
      {
        retry: failure.retry,
        applied: failure.applied,
        scope: failure.scope,
        providerCode: failure.providerCode,
      },
      // A code of the cloud would be an answer, and there was none.
      { retry: "transient", applied: "maybe", scope: "call", providerCode: undefined },
    );
    assertSafe(failure, [reference(text)]);
  },
});

const cloudManagedCase: ConformanceCase = {
  title: "key: one that belongs to the cloud is described so, and writing to it fails with that reason",
  run: async ({ scene, driver, crosstag, reference, call, truth, samplesFor }) => {
    if (scene.createCloudManagedKey === undefined) {
      // A cloud without its own keys never reports a customer's key as one.
      const { managedBy } = await driverMethod(driver, "describeResource")(
        { resource: reference(await scene.create("key")) },
        call(),
      );
      assert.equal(managedBy, "customer");
      return;
    }
    const text = await scene.createCloudManagedKey();
    const before = { ...(await truth.tagsOf(text)) };
    assert.equal(
      (await driverMethod(driver, "describeResource")({ resource: reference(text) }, call())).managedBy,
      "cloud",
    );
    const tags = toTagRecord(secretTag(samplesFor("key")));
    const { outcomes } = await crosstag.tagResource({ resources: [text], tags, readFirst: false });
    const [outcome] = outcomes;
    assert.ok(outcome?.status === "failed" && outcome.error.code === "managed-by-cloud", inspect(outcome));
    assert.deepEqual({ ...(await truth.tagsOf(text)) }, before);
  },
};

const nonsenseCase: ConformanceCase = {
  title: "every thrown value is classified, without repeating it",
  run: async ({ driver }) => {
    const secretive = Object.assign(new Error(`failed for ${CANARY}`), {
      code: CANARY,
      name: CANARY,
      data: { message: CANARY },
      requestId: undefined,
    });
    for (const thrown of [undefined, null, 0, CANARY, {}, [], secretive, new TypeError(CANARY)]) {
      const failure = driver.classify(thrown);
      assert.equal(failure.applied, "maybe", "an unrecognized error may have taken effect");
      assert.notEqual(failure.message, "");
      assertSafe(failure, []);
    }
  },
};

async function raised(driver: KmsDriver, run: () => Promise<unknown>): Promise<Failure> {
  try {
    await run();
  } catch (error) {
    return driver.classify(error);
  }
  return assert.fail("the fault did not reach the caller");
}
