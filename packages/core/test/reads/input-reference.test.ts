import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { Reference } from "../../src/model/reference.ts";
import { BATCHED_SHAPE, createMemoryCloud, createVirtualClock, ONE_BY_ONE_SHAPE } from "../../src/testing.ts";

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("what was found or read", () => {
  it("can be handed to every operation as it is, also with several clouds", async () => {
    const clock = createVirtualClock();
    const [one, other] = [
      createMemoryCloud({ ...BATCHED_SHAPE, clock }),
      createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, region: "memory-2" }),
    ];
    const keys = [one.scene.create("key"), other.scene.create("key", { tags: { a: "1" } })];
    await using crosstag = createCrosstag([one.driver, other.driver], { clock });
    const found = await collect(crosstag.findResources({ kinds: ["key"] }));
    expect(found).toHaveLength(2);
    const read = await collect(crosstag.listTags({ resources: found }));
    expect(read.map(({ status }) => status)).toEqual(["read", "read"]);
    const tagged = await crosstag.tagResource({ resources: found, tags: { team: "payments" } });
    expect(tagged.counts).toMatchObject({ changed: 2 });
    const untagged = await crosstag.untagResource({ resources: read, tagKeys: ["team"] });
    expect(untagged.counts).toMatchObject({ changed: 2 });
    const unchanged = await crosstag.untagResource({ resources: untagged.outcomes, tagKeys: ["team"] });
    expect(unchanged.counts).toMatchObject({ unchanged: 2 });
    const again = await collect(crosstag.listTags({ resources: [...found, ...read, ...keys] }));
    expect(again.map(({ status, tags }: { status: string; tags?: object }) => [status, tags])).toEqual(
      found.map(({ region }) => ["read", region === "memory-2" ? { a: "1" } : {}]),
    );
  });
});

describe("a reference that a caller made", () => {
  it.each([
    ["of a region that is not served", "short", { region: "memory-2" }],
    ["of an account that is not served", "short", { account: "2000" }],
    ["of a cloud that is not configured", "short", { provider: "other" }],
    ["whose name is of another region", "full", { region: "memory-2" }],
    ["whose name is of another account", "full", { account: "2000" }],
    ["whose name is of another resource", "full", { id: "cache" }],
    ["whose name is of another kind", "full", { kind: "key" }],
  ] as const)("%s is refused, and the secret of that name here stays as it is", async (_, form, change) => {
    const { driver, scene, truth } = createMemoryCloud(BATCHED_SHAPE);
    const secret = scene.create("secret");
    const id = secret.slice(secret.lastIndexOf("/") + 1);
    const text = form === "full" ? secret : `secret/${id}`;
    const right = { provider: "memory", kind: "secret", id, alias: false, text } as const;
    await using crosstag = createCrosstag([driver]);
    const tag = (reference: Reference) => crosstag.tagResource({ resources: [reference], tags: { a: "1" } });
    await expect(tag({ ...right, ...change })).rejects.toMatchObject({ code: "invalid-request" });
    expect(truth.tagsOf(secret)).toEqual({});
    const { outcomes } = await tag({ ...right, region: "memory-1", account: "1000" });
    expect(outcomes).toMatchObject([{ status: "changed", reference: secret }]);
  });
});
