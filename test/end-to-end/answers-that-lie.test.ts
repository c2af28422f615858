import { afterEach, beforeEach, expect, it } from "vitest";
import { openTwoClouds, type TwoClouds } from "./two-clouds.ts";

let two: TwoClouds;
beforeEach(async () => {
  two = await openTwoClouds({ engine: { settleTimeoutMs: 200 } });
});
afterEach(() => two[Symbol.asyncDispose]());

async function found(kind: "key" | "secret"): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { provider, id } of two.crosstag.findResources({ kinds: [kind] }))
    if (provider === "alibaba") ids.push(id);
  return ids;
}

it("keys that vanish between two pages of Alibaba Cloud hide no other", async () => {
  const { keys } = two.clouds.alibaba;
  const all = keys.addMany(250).map(({ keyId }) => keyId);
  two.clouds.alibaba.before("ListKeys", ({ nth }) => {
    if (nth === 2) for (const id of all.slice(0, 3)) keys.removeKey(id);
  });
  expect((await found("key")).toSorted()).toEqual(all.slice(3).toSorted());
});

it("secrets that appear between two pages are found, and hide no other", async () => {
  const { secrets } = two.clouds.alibaba;
  const all = secrets.addMany(120).map(({ name }) => name);
  two.clouds.alibaba.before("ListSecrets", ({ nth }) => {
    if (nth === 2) secrets.createSecret("a-new-one");
  });
  expect((await found("secret")).toSorted()).toEqual([...all, "a-new-one"].toSorted());
});

it.each([200, 202])("an answer of status %d in the place of a write's is not taken for the change", async (status) => {
  const aws = two.clouds.aws.keys.createKey({ tags: { old: "1" } });
  const alibaba = two.clouds.alibaba.keys.createKey({ tags: { old: "1" } });
  for (const [cloud, operation] of [
    [two.clouds.aws, "UntagResource"],
    [two.clouds.alibaba, "UntagResources"],
  ] as const) {
    // What was done is undone, as if nothing had reached the service.
    cloud.after(operation, () => {
      two.clouds.aws.keys.setTags(aws.arn, { old: "1" });
      two.clouds.alibaba.keys.setTags(alibaba.keyId, { old: "1" });
      return { status, headers: {}, body: "" };
    });
  }
  const { outcomes } = await two.crosstag.untagResource({ resources: [aws.arn, alibaba.arn], tagKeys: ["old"] });
  expect(outcomes.map(({ status: is }) => is)).toEqual(["unknown", "unknown"]);
});
