import { toTagRecord } from "@crosstag/core";
import type { ErrorCode, ResourceKind, TagSet } from "@crosstag/core";
import { driverMethod, stateRuleOf } from "@crosstag/core/driver";
import type { Failure, KmsDriver, KmsProfile } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { CaseContext } from "../case-context.ts";
import { can, kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import type { TagSamples } from "../tag-samples.ts";
import { currentMaterial, externalKey } from "./external-key.ts";

/** Put into tag values and errors. It must never be in an output. */
const CANARY = "canary7d1f";

/** A tag whose value must not be repeated: the canary, or as long a text as the rules allow, which nothing else contains. */
function secretTag(samples: TagSamples): TagSet {
  const value = samples.isAllowed("value", CANARY) ? CANARY : samples.longest("value", false);
  return new Map([[samples.word("key", "team"), value]]);
}

/** Errors are explained: code, retry, whether the call may have taken effect. */
export const classifyCases: ConformanceGroup = {
  title: "errors",
  cases: (profile) => {
    const kind = kindsThatCan(profile, "writeTags")[0] ?? "key";
    return [
      ...kindsThatCan(profile, "writeTags").map(unknownWriteCase),
      ...kindsThatCan(profile, "removeTags").map(unknownRemoveCase),
      ...kindsThatCan(profile, "describeResource").map(unknownDescribeCase),
      ...(profile.readTagsHidesUnknown
        ? kindsThatCan(profile, "readTags").map(silentReadCase)
        : kindsThatCan(profile, "readTags").map(unknownReadCase)),
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

const unknownWriteCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: writing to an unknown one is not-found, and attributed to the resource`,
  run: async (context) => {
    const unknown = await context.scene.unknownReference(kind);
    const resources = [context.reference(unknown)];
    const failure = await context.failure(await context.tagging([unknown], secretTag(context.samplesFor(kind))));
    assertRefusal(failure, ["not-found"], "resource", resources);
  },
});

const unknownRemoveCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: removing tags from an unknown one is not-found`,
  run: async ({ scene, reference, untagging, failure }) => {
    const unknown = await scene.unknownReference(kind);
    assertRefusal(await failure(await untagging([unknown], ["team"])), ["not-found"], "resource", [reference(unknown)]);
  },
});

const unknownDescribeCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: describing an unknown one is not-found`,
  run: async ({ scene, driver, reference, call, failure }) => {
    const resource = reference(await scene.unknownReference(kind));
    assertRefusal(
      await failure(() => driverMethod(driver, "describeResource")({ resource }, call())),
      ["not-found"],
      "resource",
      [resource],
    );
  },
});

const unknownReadCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: reading an unknown one is not-found`,
  run: async ({ scene, driver, reference, call, failure }) => {
    const resources = [reference(await scene.unknownReference(kind))];
    assertRefusal(
      await failure(() => driver.readTags({ kind, resources }, call())),
      ["not-found"],
      "resource",
      resources,
    );
  },
});

const silentReadCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: reading an unknown one returns nothing, as the profile states`,
  run: async ({ scene, driver, reference, call }) => {
    const known = reference(await scene.create(kind, { tags: { team: "payments" } }));
    const { rows } = await driver.readTags(
      { kind, resources: [known, reference(await scene.unknownReference(kind))] },
      call(),
    );
    assert.deepEqual(rows, [{ id: known.id, key: "team", value: "payments" }]);
  },
});

/** A profile without rules about states does not say what the cloud refuses. */
function stateCases({ stateRules }: KmsProfile): readonly ConformanceCase[] {
  if (stateRules === undefined) return [];
  return (["pending-deletion", "disabled"] as const).map((state) => {
    const rule = stateRuleOf(stateRules, "writeTags", { kind: "key", state });
    return rule === undefined ? allowedStateCase(state) : refusedStateCase(state);
  });
}

const refusedStateCase = (state: "pending-deletion" | "disabled"): ConformanceCase => ({
  title: `key: writing to one in the state ${state} is invalid-state`,
  run: async (context) => {
    const text = await keyInState(context, state);
    const resources = [context.reference(text)];
    assertRefusal(
      await context.failure(await context.tagging([text], secretTag(context.samplesFor("key")))),
      ["invalid-state"],
      "resource",
      resources,
    );
  },
});

const allowedStateCase = (state: "pending-deletion" | "disabled"): ConformanceCase => ({
  title: `key: writing to one in the state ${state} works, as the profile states`,
  run: async (context) => {
    const text = await keyInState(context, state);
    const tags = secretTag(context.samplesFor("key"));
    await context.write([text], tags);
    assert.deepEqual({ ...(await context.truth.tagsOf(text)) }, { ...toTagRecord(tags) });
  },
});

async function keyInState({ scene }: CaseContext, state: "pending-deletion" | "disabled"): Promise<string> {
  const text = await scene.create("key");
  await (state === "disabled" ? scene.disable(text) : scene.scheduleDeletion(text));
  return text;
}

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

function assertRefusal(
  failure: Failure,
  codes: readonly ErrorCode[],
  scope: Failure["scope"],
  resources: readonly { readonly id: string }[],
): void {
  assert.ok(codes.includes(failure.code), `classified as ${failure.code}, not ${codes.join(" or ")}`);
  assert.deepEqual(
    { retry: failure.retry, applied: failure.applied, scope: failure.scope },
    { retry: "no", applied: "no", scope },
  );
  assertSafe(failure, resources);
}

/** Texts are the driver's own: no tag value, no id, no text of the cloud. */
function assertSafe(failure: Failure, resources: readonly { readonly id: string }[]): void {
  assert.ok(!JSON.stringify(failure).includes(CANARY), "a failure repeats a tag value or an unknown error's text");
  const shown = `${failure.message} ${failure.hint ?? ""}`;
  for (const { id } of resources) assert.ok(!shown.includes(id), "a failure's message repeats the id");
}
