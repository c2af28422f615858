import { expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { StateRule } from "../../src/driver/state-rule.ts";
import { createMemoryCloud, createVirtualClock } from "../../src/testing.ts";
import { keepPlan } from "../run/plan-in-memory.ts";

const provenance = { source: "the test", verifiedOn: "2026-11-29", status: "observed" } as const;

/** A cloud whose tags can be changed until a key is deleted, but not while it is disabled. */
const STATE_RULES: readonly StateRule[] = [
  {
    ...provenance,
    kinds: ["key"],
    states: ["disabled"],
    operations: ["writeTags"],
    reason: "The cloud sets no tags on a disabled key.",
    fix: "Enable the key.",
  },
  { ...provenance, states: ["updating"], operations: ["deleteKeyMaterial"], reason: "The cloud is updating the key." },
];

function open() {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ clock, stateRules: STATE_RULES });
  return { cloud, scene: cloud.scene, crosstag: createCrosstag([cloud.driver], { clock }) };
}

const REFUSED = {
  status: "failed",
  error: { code: "invalid-state", message: "The cloud sets no tags on a disabled key.", hint: "Enable the key." },
};

it("refuses what a state prevents before sending if the key was described, and explains the refusal otherwise", async () => {
  const { cloud, scene, crosstag } = open();
  const [disabled, pending] = [scene.create("key", { tags: { a: "1" } }), scene.create("key")];
  scene.disable(disabled);
  scene.scheduleDeletion(pending);
  const alias = scene.createAlias(disabled);
  const tags = { team: "payments" };

  const byAlias = await crosstag.tagResource({ resources: [alias], tags, resolveAliases: true });
  expect(byAlias.outcomes).toMatchObject([{ ...REFUSED, attempts: 0 }]);
  expect(cloud.log.calls("writeTags")).toBe(0);
  // Only the named operation is prevented, and only in the named state.
  const untagged = await crosstag.untagResource({ resources: [alias], tagKeys: ["a"], resolveAliases: true });
  expect(untagged.counts.changed).toBe(1);
  const byId = await crosstag.tagResource({ resources: [disabled, pending], tags });
  expect(byId.outcomes).toMatchObject([
    { ...REFUSED, attempts: 1, error: { requestId: expect.stringMatching(/^mem-/) as string } },
    { status: "changed" },
  ]);
});

it("skips in a plan what a state prevents, and nothing else", async () => {
  const { scene, crosstag } = open();
  const [disabled, pending, secret] = [scene.create("key"), scene.create("key"), scene.create("secret")];
  scene.disable(disabled);
  scene.disable(secret);
  scene.scheduleDeletion(pending);
  const desired = { version: 1 as const, statements: [{ select: {}, set: { a: "1" } }] };
  const plan = await keepPlan(crosstag.planTags({ desired, describeStates: "always" }));
  expect(plan.all).toMatchObject([
    {
      reference: disabled,
      action: "skip",
      reason: "invalid-state",
      detail: `${REFUSED.error.message} Enable the key.`,
    },
    { reference: pending, action: "change" },
    { reference: secret, action: "change" },
  ]);
});

it("names the state as the obstacle to deleting material", async () => {
  const { scene, crosstag } = open();
  const key = scene.createExternalKey();
  scene.setState(key, "updating");
  const { obstacle } = await crosstag.inspectKeyMaterial({ resource: key });
  expect(obstacle).toMatchObject({
    code: "invalid-state",
    message: "The cloud is updating the key.",
    hint: expect.stringContaining("try again") as string,
  });
  scene.setState(key, "creating");
  expect((await crosstag.inspectKeyMaterial({ resource: key })).obstacle).toBeUndefined();
});
