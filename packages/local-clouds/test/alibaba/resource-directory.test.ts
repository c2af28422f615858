import { afterEach, describe, expect, test } from "vitest";
import { startLocalClouds, type AlibabaAccountScene, type AlibabaOptions } from "../../src/index.ts";
import { call, refusal, ways, type Body } from "./support/clients.ts";
import { longLived, startServer, type TestServer } from "./support/test-server.ts";

const lake: AlibabaAccountScene = {
  id: "2222222222222222",
  name: "data-lake",
  folder: "/Workloads/Prod",
  tags: { scope: "pci" },
};
const shop: AlibabaAccountScene = {
  id: "3333333333333333",
  name: "data-lake",
  folder: "/Workloads",
  joined: "invited",
};
const member = { accessKeyId: "LTAImember", accessKeySecret: "s", account: lake.id };
const version = "2020-03-31";

let server: TestServer;
afterEach(() => server.close());

async function start(
  accounts: readonly AlibabaAccountScene[] = [lake, shop],
  options: AlibabaOptions = {},
): Promise<void> {
  server = await startServer(options);
  for (const account of accounts) server.cloud.accounts.add(account);
}

const ask = (action: string, parameters: Record<string, unknown> = {}, credentials = longLived): Promise<Body> =>
  call(server, action, parameters, ways[0], credentials, version);
const accountsIn = (answer: Body): Record<string, unknown>[] =>
  (answer["Accounts"] as { Account: Record<string, unknown>[] }).Account;

test.each(ways)("members are listed, signed with $signature, parameters in $parameters", async (way) => {
  await start();
  const answer = await call(server, "ListAccounts", { IncludeTags: true }, way, longLived, version);
  expect(answer).toMatchObject({ TotalCount: 2, PageNumber: 1, PageSize: 10 });
  expect(accountsIn(answer)).toMatchObject([
    {
      AccountId: lake.id,
      DisplayName: "data-lake",
      Status: "CreateSuccess",
      Type: "ResourceAccount",
      JoinMethod: "created",
      Tags: { Tag: [{ Key: "scope", Value: "pci" }] },
      ResourceDirectoryPath: expect.stringMatching(
        /^rd-local0\/r-local0\/fd-\w{10}\/fd-\w{10}\/2222222222222222$/,
      ) as unknown,
    },
    { AccountId: shop.id, Status: "InviteSuccess", Type: "CloudAccount", JoinMethod: "invited", Tags: { Tag: [] } },
  ]);
});

test("the cloud's own account can have simulated keys", async () => {
  await using clouds = await startLocalClouds({ aws: false });
  const { alibaba } = clouds;
  const { keyId } = alibaba.keys.createKey();
  alibaba.accounts.add({ id: alibaba.account, keys: { perRegion: 2 } });
  expect(alibaba.keys.list()).toHaveLength(2);
  expect(alibaba.keys.list().map((key) => key.keyId)).not.toContain(keyId);
});

test("members are listed by tag, in pages, without tags, and with the management account if configured", async () => {
  await start();
  const found = await ask("ListAccounts", { Tag: [{ Key: "scope", Value: "pci" }] });
  expect(accountsIn(found).map(({ AccountId, Tags }) => [AccountId, Tags])).toEqual([[lake.id, undefined]]);
  expect(accountsIn(await ask("ListAccounts", { Tag: [{ Key: "scope", Value: "x" }] }))).toEqual([]);
  const second = await ask("ListAccounts", { PageNumber: 2, PageSize: 1 });
  expect(accountsIn(second).map(({ AccountId }) => AccountId)).toEqual([shop.id]);
  expect((await refusal(ask("ListAccounts", { PageSize: 101 }))).code).toBe("InvalidParameter");
  await server.close();
  await start([lake], { settings: { managementAccountListed: true } });
  expect(accountsIn(await ask("ListAccounts"))).toHaveLength(2);
});

async function foldersIn(ParentFolderId?: string): Promise<string[][]> {
  const answer = await ask("ListFoldersForParent", ParentFolderId === undefined ? {} : { ParentFolderId });
  const { Folder } = answer["Folders"] as { Folder: { FolderId: string; FolderName: string }[] };
  return Folder.map(({ FolderId, FolderName }) => [FolderId, FolderName]);
}

async function membersIn(ParentFolderId: string): Promise<unknown> {
  return accountsIn(await ask("ListAccountsForParent", { ParentFolderId })).map(({ AccountId }) => AccountId);
}

test("folders are listed below the root and below each other, and members directly in them", async () => {
  await start();
  const [[workloads = "", name] = []] = await foldersIn();
  expect(name).toBe("Workloads");
  const [[prod = "", inner] = []] = await foldersIn(workloads);
  expect([inner, await foldersIn(prod)]).toEqual(["Prod", []]);
  expect([await membersIn("r-local0"), await membersIn(workloads), await membersIn(prod)]).toEqual([
    [],
    [shop.id],
    [lake.id],
  ]);
  expect(await refusal(foldersIn("fd-0000000000"))).toMatchObject({ code: "EntityNotExists.Folder", status: 404 });
});

describe("the caller", () => {
  test("of a member learns the management account only", async () => {
    await start([lake], { credentials: [longLived, member] });
    expect(await refusal(ask("ListAccounts", {}, member))).toMatchObject({ code: "NoPermission", status: 403 });
    expect((await ask("GetResourceDirectory", {}, member))["ResourceDirectory"]).toMatchObject({
      ResourceDirectoryId: "rd-local0",
      RootFolderId: "r-local0",
      MasterAccountId: server.cloud.account,
    });
    server.cloud.accounts.add({ id: lake.id, delegatedAdministrator: true });
    expect(accountsIn(await ask("ListAccounts", {}, member))).toHaveLength(1);
    await server.close();
    await start([lake], { credentials: [longLived, member], settings: { directoryDeniedCode: "NoPermission.Member" } });
    expect((await refusal(ask("ListAccounts", {}, member))).code).toBe("NoPermission.Member");
  });

  test("without a resource directory is refused, and the quotas are those of the service", async () => {
    await start([], { quotas: { listAccounts: 1 } });
    expect(await refusal(ask("ListAccounts"))).toMatchObject({ code: "ResourceDirectoryNotInUse", status: 404 });
    expect((await refusal(ask("ListAccounts"))).code).toBe("Throttling.User");
    server.faults.add({ kind: "server-error-json", operation: "GetResourceDirectory", times: 1 });
    expect((await refusal(ask("GetResourceDirectory"))).code).toBe("InternalFailure");
  });
});

test("KMS lists the regions of the cloud", async () => {
  await start([], { regions: ["cn-hangzhou", "cn-shanghai"] });
  const answer = await call(server, "DescribeRegions", {});
  expect(answer["Regions"]).toEqual({ Region: [{ RegionId: "cn-hangzhou" }, { RegionId: "cn-shanghai" }] });
});

test("a seed has accounts, and resources in them; a wrong account is refused", async () => {
  const accounts = [{ id: lake.id }];
  const clouds = await startLocalClouds({
    aws: false,
    seed: {
      alibaba: {
        accounts,
        keys: [{ account: lake.id, count: 2 }],
        secrets: [{ account: lake.id, name: "database" }],
        certificates: [{ account: lake.id }],
      },
    },
  });
  const { keys, secrets } = clouds.alibaba.in("cn-hangzhou", lake.id);
  expect([keys.list().length, secrets.list().length, clouds.alibaba.keys.list().length]).toEqual([2, 1, 0]);
  expect(clouds.alibaba.accounts.list()).toEqual([clouds.alibaba.account, lake.id]);
  const add = (account: unknown): void => {
    clouds.alibaba.accounts.add(account as AlibabaAccountScene);
  };
  for (const [account, message] of [
    [{ id: 2 }, "accounts.add.id must be a text of digits"],
    [{ id: "2", unit: "/" }, "accounts.add.unit is not a field."],
    [{ id: "2", folder: "Prod" }, "accounts.add.folder must be a path such as /Workloads/Prod."],
    [{ id: "2", quotas: { tags: 1 } }, "accounts.add.quotas.tags is not a field."],
    [{ id: "2", roles: [{ nam: "a" }] }, "accounts.add.roles[0].nam is not a field."],
  ] as const) {
    expect(() => {
      add(account);
    }).toThrow(message);
  }
  expect(() => {
    clouds.alibaba.accounts.remove(clouds.alibaba.account);
  }).toThrow("cannot be removed");
  expect(() => clouds.alibaba.in("cn-hangzhou", "9")).toThrow('No account "9"');
  await clouds.close();
  await start();
});
