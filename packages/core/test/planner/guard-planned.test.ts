import { describe, expect, test } from "vitest";
import { createCrosstag, type PlanWarning, type PlanTagSetsRequest } from "../../src/index.ts";
import { BATCHED_SHAPE, createMemoryCloud, ONE_BY_ONE_SHAPE, withFaults, type Fault } from "../../src/testing.ts";

const conditionOn = (tagKey: string) => ({
  Statement: [{ Effect: "Allow", Condition: { StringEquals: { [`mem:ResourceTag/${tagKey}`]: "x" } } }],
});

async function prepare({ shape = ONE_BY_ONE_SHAPE, faults = [] as readonly Fault[] } = {}) {
  const cloud = createMemoryCloud(shape);
  const crosstag = createCrosstag([withFaults(cloud.driver, faults)], { pacing: "off", retry: "immediate" });
  const plan = async (request: Omit<PlanTagSetsRequest, "by">): Promise<readonly PlanWarning[]> => {
    const draft = crosstag.planTagSets({ by: "a test", ...request });
    for await (const _ of draft.entries);
    return draft.complete().summary.warnings;
  };
  return { cloud, crosstag, plan };
}

const way = (reference: string | undefined, team: string) => ({
  reference: reference as string,
  before: { team: "a" },
  desired: { team },
});

describe("the policies of the resources themselves", () => {
  test("are read for resources that would change, with a warning if one refers to a changed tag", async () => {
    const { cloud, plan } = await prepare();
    const [referred, other, asItIs] = [1, 2, 3].map(() => cloud.scene.create("key", { tags: { team: "a" } }));
    for (const key of [referred, asItIs]) cloud.scene.setAccessPolicy(key as string, conditionOn("team"));
    cloud.scene.setAccessPolicy(other as string, conditionOn("owner"));
    const resources = [way(referred, "b"), way(other, "b"), way(asItIs, "a")];
    expect(await plan({ resources })).toEqual([]);
    expect(cloud.log.calls()).toBe(0);
    expect(await plan({ resources, readAccessPolicies: true })).toMatchObject([
      { rule: "crosstag.policy-refers", tagKey: "team", resources: 1, examples: [referred] },
    ]);
    expect(cloud.log.calls("readAccessPolicy")).toBe(2);
    expect(cloud.log.calls()).toBe(2);
    expect(await plan({ resources, readAccessPolicies: true, accessPolicies: [conditionOn("team")] })).toMatchObject([
      { rule: "crosstag.policy-refers", tagKey: "team", resources: 2 },
    ]);
  });

  test("are refused if they have no statement, before anything is sent", async () => {
    const { cloud, plan } = await prepare();
    const resources = [{ reference: cloud.scene.create("key"), before: {}, desired: { team: "a" } }];
    const accessPolicies = [conditionOn("owner"), { Policy: "{}" }];
    await expect(plan({ resources, accessPolicies })).rejects.toMatchObject({
      code: "invalid-request",
      message: "Policy 2 of `accessPolicies` is not a policy: it has no `Statement`.",
    });
    expect(await plan({ resources, accessPolicies: [{ Policy: JSON.stringify(conditionOn("team")) }] })).toMatchObject([
      { rule: "crosstag.policy-refers", tagKey: "team" },
    ]);
  });

  test("are a warning if the cloud has none to read, and no call is made", async () => {
    const { cloud, plan } = await prepare({ shape: BATCHED_SHAPE });
    const reference = cloud.scene.create("key");
    const resources = [{ reference, before: {}, desired: { team: "a" } }];
    expect(await plan({ resources, readAccessPolicies: true })).toMatchObject([
      { rule: "crosstag.policy-unread", resources: 1, message: expect.stringContaining("no policies at keys") },
    ]);
    expect(cloud.log.calls()).toBe(0);
  });

  test("are a warning if one cannot be read, and the given policies still count", async () => {
    const { cloud, plan } = await prepare({ faults: [{ kind: "lose-request", operation: "readAccessPolicy" }] });
    const reference = cloud.scene.create("key");
    const resources = [{ reference, before: {}, desired: { team: "a" } }];
    const rules = (await plan({ resources, readAccessPolicies: true, accessPolicies: [conditionOn("team")] })).map(
      ({ rule }) => rule,
    );
    expect(rules).toEqual(["crosstag.policy-refers", "crosstag.policy-unread"]);
  });

  test("are read for a desired state, too", async () => {
    const { cloud, crosstag } = await prepare();
    const key = cloud.scene.create("key");
    cloud.scene.setAccessPolicy(key, conditionOn("team"));
    const desired = { version: 1, statements: [{ select: {}, set: { team: "a" } }] } as const;
    const draft = crosstag.planTags({ desired, readAccessPolicies: true });
    for await (const _ of draft.entries);
    expect(draft.complete().summary.warnings).toMatchObject([{ rule: "crosstag.policy-refers", tagKey: "team" }]);
  });
});
