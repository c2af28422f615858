import { afterAll, beforeAll, expect, test } from "vitest";
import { call, refusal, type Body } from "./support/clients.ts";
import { startServer, type TestServer } from "./support/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const { keys, secrets } = server.cloud;
  keys.createKey({ keyId: "key-a", tags: { team: "payments", env: "live" }, aliases: ["alias/a"] });
  keys.createKey({ keyId: "key-b", tags: { team: "search", env: "live" }, state: "Disabled" });
  keys.createKey({ keyId: "key-c", origin: "EXTERNAL", imported: false, keySpec: "Aliyun_SM4" });
  secrets.createSecret("secret-a", { team: "payments" });
  secrets.createSecret("secret-b");
});
afterAll(() => server.close());

const filters = (given: Record<string, readonly string[]>): string =>
  JSON.stringify(Object.entries(given).map(([Key, Values]) => ({ Key, Values })));

const keyIds = async (parameters: Record<string, unknown>): Promise<string[]> => {
  const { Keys } = await call(server, "ListKeys", parameters);
  return (Keys as { Key: { KeyId: string }[] }).Key.map(({ KeyId }) => KeyId);
};

test.each<[Record<string, readonly string[]>, string[]]>([
  [{}, ["key-a", "key-b", "key-c"]],
  [{ KeyState: ["Enabled", "PendingImport"] }, ["key-a", "key-c"]],
  [{ KeyState: ["Disabled"], TagKey: ["team"] }, ["key-b"]],
  [{ TagKey: ["team"] }, ["key-a", "key-b"]],
  [{ TagValue: ["live"] }, ["key-a", "key-b"]],
  [{ TagKey: ["team"], TagValue: ["payments", "absent"] }, ["key-a"]],
  [{ TagKey: ["env"], TagValue: ["payments"] }, []],
  [{ KeySpec: ["Aliyun_SM4"] }, ["key-c"]],
  [{ AliasName: ["alias/a"] }, ["key-a"]],
  [{ KeyId: ["key-b"] }, ["key-b"]],
  [{ CreatorType: ["Service"] }, []],
  [{ KeyState: [] }, ["key-a", "key-b", "key-c"]],
])("lists the keys for %j", async (given, expected) => {
  expect(await keyIds({ Filters: filters(given) })).toEqual(expected);
});

test.each([
  ['{"Key":"KeyState"}'],
  ["not JSON"],
  [filters({ Nonsense: ["x"] })],
  [filters({ KeyState: Array.from({ length: 11 }, () => "Enabled") })],
  [JSON.stringify(Array.from({ length: 11 }, () => ({ Key: "KeyState", Values: ["Enabled"] })))],
])("refuses the filters %s", async (Filters) => {
  expect(await refusal(call(server, "ListKeys", { Filters }))).toMatchObject({ code: "InvalidParameter", status: 400 });
});

test("returns id and ARN of keys, and number and total of pages", async () => {
  expect(await call(server, "ListKeys", { PageNumber: 2, PageSize: 2 })).toEqual({
    RequestId: expect.any(String) as string,
    PageNumber: 2,
    PageSize: 2,
    TotalCount: 3,
    Keys: { Key: [{ KeyId: "key-c", KeyArn: "acs:kms:cn-hangzhou:1234567890123456:key/key-c" }] },
  });
});

test("lists secrets by filter, without tags unless asked", async () => {
  const listed = await call(server, "ListSecrets", { Filters: filters({ TagKey: ["team"] }) });
  const { Secret } = listed["SecretList"] as { Secret: Body[] };
  expect(Secret).toHaveLength(1);
  expect(Secret[0]).toMatchObject({ SecretName: "secret-a", SecretType: "Generic", PlannedDeleteTime: "" });
  expect(Secret[0]).not.toHaveProperty("Tags");
  const fetched = await call(server, "ListSecrets", { FetchTags: "true" });
  expect(fetched["SecretList"]).toMatchObject({
    Secret: [{ Tags: { Tag: [{ TagKey: "team", TagValue: "payments" }] } }, { Tags: { Tag: [] } }],
  });
});

test("finds no more than 4,000 secrets by tag", async () => {
  const own = await startServer();
  own.cloud.secrets.addMany(4100, { team: "a" });
  expect(await call(own, "ListSecrets", { Filters: filters({ TagKey: ["team"] }) })).toMatchObject({
    TotalCount: 4000,
  });
  expect(await call(own, "ListSecrets", {})).toMatchObject({ TotalCount: 4100 });
  await own.close();
});

test("pages through 10,000 keys without missing or repeating one", async () => {
  const own = await startServer();
  const made = own.cloud.keys.addMany(10_000).map(({ keyId }) => keyId);
  const pages = await Promise.all(
    Array.from({ length: 100 }, (_, index) => call(own, "ListKeys", { PageNumber: index + 1, PageSize: 100 })),
  );
  const listed = pages.flatMap(({ Keys }) => (Keys as { Key: { KeyId: string }[] }).Key.map(({ KeyId }) => KeyId));
  expect(listed).toEqual(made);
  expect(await call(own, "ListKeys", { PageNumber: 101, PageSize: 100 })).toMatchObject({ Keys: { Key: [] } });
  await own.close();
});
