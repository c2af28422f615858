import { afterEach, expect, test } from "vitest";
import type { AlibabaSettings } from "@crosstag/local-clouds";
import { call, outcome, refusal, tagList, type Body } from "./support/clients.ts";
import { startServer, type TestServer } from "./support/test-server.ts";

let server: TestServer;
afterEach(() => server.close());

const start = async (settings: Partial<AlibabaSettings>): Promise<TestServer> =>
  (server = await startServer({ settings }));
const here = { RegionId: "cn-hangzhou", ResourceType: "key" };
const key = (tags = {}): string => server.cloud.keys.createKey({ tags }).keyId;
const numbered = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));
const tagMany = (ids: readonly string[], tags: Record<string, string>): Promise<Body> =>
  call(server, "TagResources", { ...here, ResourceId: ids, Tag: tagList(tags) });
const untagMany = (ids: readonly string[], keys: readonly string[]): Promise<Body> =>
  call(server, "UntagResources", { ...here, ResourceId: ids, TagKey: keys });

test("tagRefusalCode names the refusal of too many tags, tag keys and resources of a batch call", async () => {
  await start({ tagRefusalCode: "NumberExceed.Tags" });
  const keyId = key();
  const ids = Object.keys(numbered(51));
  for (const attempt of [
    tagMany([keyId], numbered(21)),
    untagMany([keyId], Object.keys(numbered(21))),
    tagMany(ids, { a: "b" }),
    untagMany(ids, ["a"]),
    call(server, "ListTagResources", { ...here, ResourceId: ids }),
  ]) {
    expect(await refusal(attempt)).toMatchObject({ code: "NumberExceed.Tags", status: 400 });
  }
});

test.each(["success", "error"] as const)("untagAbsentKeysBatch %s", async (untagAbsentKeysBatch) => {
  await start({ untagAbsentKeysBatch });
  const [some, none] = [key({ a: "b", c: "d" }), key({ c: "d" })];
  await untagMany([some], ["a", "absent"]);
  expect(server.cloud.keys.tagsOf(some)).toEqual({ c: "d" });
  server.cloud.keys.setTags(some, { a: "b" });
  const refused = untagAbsentKeysBatch === "error";
  expect(await outcome(untagMany([some, none], ["a", "absent"]))).toBe(refused ? "400 InvalidParameter" : "200");
  expect(server.cloud.keys.tagsOf(some)).toEqual(refused ? { a: "b" } : {});
  const all = { ...here, ResourceId: [key()], All: true };
  expect(await outcome(call(server, "UntagResources", all))).toBe("200");
});
