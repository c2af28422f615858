import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { call, refusal, tagList, ways, type Body } from "./support/clients.ts";
import { startServer, type TestServer } from "./support/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const here = { RegionId: "cn-hangzhou", ResourceType: "key" };
const makeKeys = (count: number, tags = {}): string[] =>
  server.cloud.keys.addMany(count, { tags }).map(({ keyId }) => keyId);
const numbered = (count: number, value = "v"): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index + 1}`, value]));

describe.each(ways)("signed $signature, parameters in the $parameters", (way) => {
  test("tags and untags 50 keys with 20 tags, and pages through 1,000 rows", async () => {
    const keyIds = makeKeys(50);
    const tags = numbered(20);
    const answer = await call(server, "TagResources", { ...here, ResourceId: keyIds, Tag: tagList(tags) }, way);
    expect(answer).toEqual({ RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
    for (const keyId of keyIds) expect(server.cloud.keys.tagsOf(keyId)).toEqual(tags);

    const rows: unknown[] = [];
    let pages = 0;
    let token: unknown = undefined;
    do {
      const page = await call(server, "ListTagResources", { ...here, ResourceId: keyIds, NextToken: token }, way);
      const { TagResource } = page["TagResources"] as { TagResource: Body[] };
      expect(TagResource).toHaveLength(200);
      rows.push(...TagResource);
      token = page["NextToken"];
      pages += 1;
    } while (token !== "");
    expect(pages).toBe(5);
    const expected = keyIds.flatMap((ResourceId) =>
      Object.entries(tags).map(([TagKey, TagValue]) => ({ ResourceId, ResourceType: "key", TagKey, TagValue })),
    );
    expect(rows).toEqual(expected);

    const gone = Object.keys(tags).slice(0, 19);
    await call(server, "UntagResources", { ...here, ResourceId: keyIds, TagKey: [...gone, "absent"] }, way);
    for (const keyId of keyIds) expect(server.cloud.keys.tagsOf(keyId)).toEqual({ k20: "v" });
  });

  test("understands every printable ASCII character and UTF-8 in names' values", async () => {
    const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");
    for (const Description of [ascii, "!'()*~+ ", "äöü 漢字 🔑", "a\tb\nc\rd\u0000e"]) {
      const { KeyMetadata } = await call(server, "CreateKey", { Description }, way);
      expect(KeyMetadata).toMatchObject({ Description });
    }
  });
});

test("accepts secrets by name, and distinguishes them from keys", async () => {
  server.cloud.secrets.createSecret("one");
  const secrets = { RegionId: "cn-hangzhou", ResourceType: "secret", ResourceId: ["one"] };
  await call(server, "TagResources", { ...secrets, Tag: tagList({ a: "b" }) });
  expect(server.cloud.secrets.tagsOf("one")).toEqual({ a: "b" });
  const listed = await call(server, "ListTagResources", secrets);
  expect(listed["TagResources"]).toEqual({
    TagResource: [{ ResourceId: "one", ResourceType: "secret", TagKey: "a", TagValue: "b" }],
  });
  expect(
    await refusal(call(server, "UntagResources", { ...secrets, ResourceType: "key", TagKey: ["a"] })),
  ).toMatchObject({ code: "InvalidResourceId.NotFound", status: 404 });
});

test("lists no rows for unknown ids and for resources without tags", async () => {
  const [bare] = makeKeys(1);
  const [tagged] = makeKeys(1, { a: "b" });
  const listed = await call(server, "ListTagResources", { ...here, ResourceId: [bare, "key-unknown", tagged] });
  expect(listed).toMatchObject({
    NextToken: "",
    TagResources: { TagResource: [{ ResourceId: tagged, ResourceType: "key", TagKey: "a", TagValue: "b" }] },
  });
});

test("lists the whole region when no id is given, 200 rows a page", async () => {
  const own = await startServer();
  own.cloud.keys.addMany(33, { tags: numbered(7) });
  const seen: number[] = [];
  let token: unknown = "";
  do {
    const page = await call(own, "ListTagResources", { ...here, NextToken: token });
    seen.push((page["TagResources"] as { TagResource: unknown[] }).TagResource.length);
    token = page["NextToken"];
  } while (token !== "");
  expect(seen).toEqual([200, 31]);
  await own.close();
});

test("removes every tag with All only when no tag key is given", async () => {
  const [keyId = ""] = makeKeys(1, { a: "1", b: "2", "acs:tag:createdby": "system" });
  await call(server, "UntagResources", { ...here, ResourceId: [keyId], TagKey: ["a"], All: true });
  expect(server.cloud.keys.tagsOf(keyId)).toEqual({ b: "2", "acs:tag:createdby": "system" });
  await call(server, "UntagResources", { ...here, ResourceId: [keyId], All: false, TagKey: ["absent"] });
  expect(server.cloud.keys.tagsOf(keyId)).toEqual({ b: "2", "acs:tag:createdby": "system" });
  // A tag key accidentally sent empty with All: every tag is removed.
  await call(server, "UntagResources", { ...here, ResourceId: [keyId], TagKey: [""], All: true });
  expect(server.cloud.keys.tagsOf(keyId)).toEqual({ "acs:tag:createdby": "system" });
});

test("accepts lists with gaps in their numbers, as SDKs send them for absent items", async () => {
  const [first = "", second = ""] = makeKeys(2);
  await call(server, "TagResources", {
    ...here,
    "ResourceId.1": first,
    "ResourceId.3": second,
    "Tag.2.Key": "a",
    "Tag.2.Value": "b",
  });
  expect([server.cloud.keys.tagsOf(first), server.cloud.keys.tagsOf(second)]).toEqual([{ a: "b" }, { a: "b" }]);
});

test.each([
  ["no RegionId", { RegionId: undefined }, "MissingParameter"],
  ["another region", { RegionId: "cn-beijing" }, "InvalidParameter"],
  ["no ResourceType", { ResourceType: undefined }, "MissingParameter"],
  ["an unknown ResourceType", { ResourceType: "instance" }, "InvalidParameter"],
  ["no ResourceId", { ResourceId: [] }, "MissingParameter"],
  ["ids as JSON, as the samples show them", { ResourceId: '["key-1"]' }, "MissingParameter"],
  ["51 ids", { ResourceId: Array.from({ length: 51 }, (_, index) => `key-${index}`) }, "InvalidParameter"],
  ["no tag", { Tag: [] }, "MissingParameter"],
  ["21 tags", { Tag: tagList(numbered(21)) }, "InvalidParameter"],
  ["a value of 129 characters", { Tag: tagList({ a: "v".repeat(129) }) }, "InvalidParameter"],
  ["a key of 129 characters", { Tag: tagList({ ["k".repeat(129)]: "v" }) }, "InvalidParameter"],
  ["names of the single call", { Tag: [{ TagKey: "a", TagValue: "b" }] }, "InvalidParameter"],
])("refuses %s and changes nothing", async (_what, change, code) => {
  const [keyId = ""] = makeKeys(1);
  const parameters = { ...here, ResourceId: [keyId], Tag: tagList({ a: "b" }), ...change };
  expect(await refusal(call(server, "TagResources", parameters))).toMatchObject({ code, status: 400 });
  expect(server.cloud.keys.tagsOf(keyId)).toEqual({});
});

test("refuses the whole batch for one unknown id", async () => {
  const [first = "", second = ""] = makeKeys(2);
  const parameters = { ...here, ResourceId: [first, "key-unknown", second] };
  const refused = await refusal(call(server, "TagResources", { ...parameters, Tag: tagList({ a: "b" }) }));
  expect(refused).toMatchObject({ code: "InvalidResourceId.NotFound", status: 404 });
  expect(refused.data).toEqual({
    HttpStatus: 404,
    Code: "InvalidResourceId.NotFound",
    Message: "The specified ResourceId is not found.",
    RequestId: expect.any(String) as string,
    statusCode: 404,
  });
  expect([first, second].map((keyId) => server.cloud.keys.tagsOf(keyId))).toEqual([{}, {}]);
});

test("does not accept an ARN in a batch", async () => {
  const { arn } = server.cloud.keys.createKey();
  expect(await refusal(call(server, "UntagResources", { ...here, ResourceId: [arn], TagKey: ["a"] }))).toMatchObject({
    code: "InvalidResourceId.NotFound",
  });
});

test.each([["not base64 of ours"], ["eyJ9"], ["-1.0"]])("refuses the NextToken %j", async (token) => {
  expect(await refusal(call(server, "ListTagResources", { ...here, NextToken: token }))).toMatchObject({
    code: "InvalidParameter",
    status: 400,
  });
});
