import type { OpenApiClient } from "@crosstag/alibaba";
import { openCrosstag, type CloudConfiguration, type ScopeSelection } from "@crosstag/clouds";
import type { UnlistedResources } from "@crosstag/core";
import { startLocalClouds, type AlibabaAccountScene, type LocalAlibaba } from "@crosstag/local-clouds";
import { expect, onTestFinished, test } from "vitest";

const SHOP = "2222333344445555";
const LAKE = "3333444455556666";
const ROLE = "ResourceDirectoryAccountAccessRole";
/** Of the local cloud, each region has an endpoint of its own. */
const REGIONS = ["cn-hangzhou", "cn-shanghai"];

async function startAlibaba(accounts: readonly AlibabaAccountScene[]): Promise<LocalAlibaba> {
  const clouds = await startLocalClouds({ alibaba: { quotas: "off", regions: REGIONS }, aws: false });
  onTestFinished(() => clouds.close());
  for (const account of accounts) clouds.alibaba.accounts.add(account);
  return clouds.alibaba;
}

async function open(
  alibaba: LocalAlibaba,
  more: Partial<CloudConfiguration>,
  references?: readonly string[],
  credentials: unknown = fixedOf(alibaba),
  selection?: ScopeSelection,
) {
  const entry: CloudConfiguration = {
    provider: "alibaba",
    endpoints: alibaba.endpoints,
    assumeRole: { name: ROLE },
    regions: REGIONS,
    ...more,
  };
  const crosstag = await openCrosstag({
    configuration: { clouds: { china: entry } },
    credentials: { china: credentials },
    references,
    selection,
  });
  onTestFinished(() => crosstag.close());
  return crosstag;
}

function fixedOf({ credentials: { accessKeyId, accessKeySecret } }: LocalAlibaba) {
  return { accessKeyId, accessKeySecret };
}

async function list(crosstag: Awaited<ReturnType<typeof open>>) {
  const unlisted: UnlistedResources[] = [];
  const found: string[] = [];
  for await (const { reference } of crosstag.findResources({
    kinds: ["key"],
    onUnlisted: (one) => unlisted.push(one),
  }))
    found.push(reference);
  return { found, unlisted };
}

const callsOf = (alibaba: LocalAlibaba, operation: string) =>
  alibaba.requests.entries.filter((request) => request.operation === operation);

test("the account that manages a resource directory is read with its own credentials, or named as skipped", async () => {
  const alibaba = await startAlibaba([{ id: SHOP }]);
  const shop = alibaba.in("cn-hangzhou", SHOP).keys.createKey().arn;
  const own = alibaba.in("cn-hangzhou").keys.createKey().arn;
  const entry = { organization: {} };
  const crosstag = await open(alibaba, { ...entry, management: "own-credentials" });
  expect((await list(crosstag)).found.toSorted()).toEqual([shop, own].toSorted());
  expect(callsOf(alibaba, "AssumeRole")).toHaveLength(1);
  const named = await open(alibaba, { ...entry, management: "own-credentials" }, [own]);
  const { outcomes } = await named.tagResource({ resources: [own], tags: { team: "payments" } });
  expect(outcomes).toMatchObject([{ status: "changed" }]);
  expect(callsOf(alibaba, "AssumeRole")).toHaveLength(1);
  const skipping = await open(alibaba, entry);
  expect((await list(skipping)).found).toEqual([shop]);
  const [account] = own.split(":").slice(3);
  expect(skipping.fleets[0]?.skipped).toMatchObject([{ id: account, reason: "management-account" }]);
});

test("a resource directory is expanded, with one session for each account", async () => {
  const alibaba = await startAlibaba([
    { id: SHOP, name: "shop", folder: "/Workloads/Prod" },
    { id: LAKE, name: "lake", folder: "/Workloads" },
    { id: "4444555566667777", folder: "/Sandbox" },
  ]);
  const keys = [SHOP, LAKE].flatMap((account) =>
    REGIONS.map((region) => alibaba.in(region, account).keys.createKey().arn),
  );
  const crosstag = await open(alibaba, { organization: { units: ["/Workloads"] } });
  const [fleet] = crosstag.fleets;
  expect(fleet?.scopes.map(({ name }) => name).toSorted()).toEqual(
    [SHOP, LAKE].flatMap((account) => REGIONS.map((region) => `china/${account}/${region}`)),
  );
  const shop = fleet?.scopes.find(({ account }) => account.id === SHOP)?.account;
  expect(shop?.units.map(({ name }) => name)).toEqual(["Workloads", "Prod"]);
  const { found, unlisted } = await list(crosstag);
  expect(unlisted).toEqual([]);
  expect(found.toSorted()).toEqual(keys.toSorted());
  expect(callsOf(alibaba, "AssumeRole")).toHaveLength(2);
  expect(callsOf(alibaba, "GetCallerIdentity")).toEqual([]);
});

test("ended credentials of an entry are one reason for all its accounts, and are asked for again", async () => {
  const alibaba = await startAlibaba([{ id: SHOP }, { id: LAKE }]);
  const { arn } = alibaba.in("cn-hangzhou", SHOP).keys.createKey();
  const ended = { accessKeyId: "STS.ended", accessKeySecret: "ended", securityToken: "ended" };
  alibaba.addCredentials({ ...ended, expiresAfterCalls: 0 });
  let current: { accessKeyId: string; accessKeySecret: string } = ended;
  const crosstag = await open(alibaba, { accounts: [SHOP, LAKE] }, undefined, async () => current);
  await expect(list(crosstag)).rejects.toMatchObject({
    code: "unauthenticated",
    message: "china: The session has expired.",
  });
  expect(callsOf(alibaba, "ListKeys")).toEqual([]);
  current = alibaba.credentials;
  expect(await list(crosstag)).toEqual({ found: [arn], unlisted: [] });
});

test("an account without the role and a suspended one are named, asked for once, and hide no other account", async () => {
  const suspended = "4444555566667777";
  const alibaba = await startAlibaba([{ id: SHOP }, { id: LAKE, roles: [] }, { id: suspended, suspended: true }]);
  const { arn } = alibaba.in("cn-hangzhou", SHOP).keys.createKey();
  const crosstag = await open(alibaba, { accounts: [SHOP, LAKE, suspended] });
  const { found, unlisted } = await list(crosstag);
  expect(found).toEqual([arn]);
  expect(unlisted.map(({ account, region }) => `${account}/${region}`).toSorted()).toEqual(
    [LAKE, suspended].flatMap((account) => REGIONS.map((region) => `${account}/${region}`)),
  );
  expect(unlisted[0]?.error.message).toContain(`the role acs:ram::${LAKE}:role/${ROLE}`);
  await list(crosstag);
  expect(callsOf(alibaba, "AssumeRole")).toHaveLength(3);
});

test("a full name selects its account and region, and is tagged with the session of the account", async () => {
  const alibaba = await startAlibaba([{ id: SHOP }, { id: LAKE }]);
  const { arn } = alibaba.in("cn-hangzhou", LAKE).keys.createKey();
  const crosstag = await open(alibaba, { organization: {}, regions: ["cn-*"] }, [arn]);
  expect([...crosstag.drivers.keys()]).toEqual([`china/${LAKE}/cn-hangzhou`]);
  const { outcomes } = await crosstag.tagResource({ resources: [arn], tags: { team: "data" } });
  expect(outcomes).toMatchObject([{ status: "changed", reference: arn }]);
  expect(callsOf(alibaba, "AssumeRole")).toHaveLength(1);
  expect(callsOf(alibaba, "ListAccounts")).toEqual([]);
});

test("patterns stand for the regions of KMS", async () => {
  const alibaba = await startAlibaba([{ id: SHOP }]);
  const crosstag = await open(alibaba, { accounts: [SHOP], regions: ["all"] });
  expect([...crosstag.drivers.keys()].toSorted()).toEqual(REGIONS.map((region) => `china/${SHOP}/${region}`));
  expect(callsOf(alibaba, "DescribeRegions")).toHaveLength(1);
});

test("credentials outside a resource directory say so", async () => {
  const alibaba = await startAlibaba([]);
  await expect(open(alibaba, { organization: {} })).rejects.toThrow(
    "The accounts of the organization cannot be listed: The account of the credentials is in no resource directory.",
  );
});

test("a session name that Alibaba Cloud does not take is refused before anything is sent", async () => {
  const alibaba = await startAlibaba([]);
  const opening = open(alibaba, { accounts: [SHOP], assumeRole: { name: ROLE, sessionName: "a+b" } });
  await expect(opening).rejects.toThrow("assumeRole.sessionName is not a name that Alibaba Cloud STS accepts.");
  expect(alibaba.requests.entries).toEqual([]);
});

test("each region is read at its own endpoint, and a plan names it", async () => {
  const alibaba = await startAlibaba([{ id: SHOP }]);
  const arns = REGIONS.map((region) => alibaba.in(region, SHOP).keys.createKey().arn);
  const crosstag = await open(alibaba, { accounts: [SHOP] });
  expect([...crosstag.drivers.values()].map(({ scope, endpoint }) => [scope.region, endpoint])).toEqual(
    Object.entries(alibaba.endpoints),
  );
  const { outcomes } = await crosstag.tagResource({ resources: arns, tags: { team: "data" } });
  expect(outcomes.map(({ status }) => status)).toEqual(["changed", "changed"]);
  for (const [index, region] of REGIONS.entries())
    expect(alibaba.in(region, SHOP).keys.tagsOf(arns[index] ?? "")).toEqual({ team: "data" });
});

test("{region} in the endpoint stands for the region of each cloud", async () => {
  const crosstag = await openCrosstag({
    configuration: {
      clouds: {
        china: {
          provider: "alibaba",
          endpoint: "https://kms-vpc.{region}.aliyuncs.com",
          accounts: [SHOP],
          assumeRole: { name: ROLE },
          regions: REGIONS,
        },
      },
    },
    credentials: { china: { accessKeyId: "LTAI0", accessKeySecret: "none" } },
  });
  onTestFinished(() => crosstag.close());
  const natives = [...crosstag.drivers.values()].map(({ native }) => native);
  expect(natives).toMatchObject(REGIONS.map((region) => ({ _endpoint: `kms-vpc.${region}.aliyuncs.com` })));
});

test("the drivers of one region have clients of their own, each with the session of its account", async () => {
  const alibaba = await startAlibaba([{ id: SHOP }, { id: LAKE }]);
  const arns = [SHOP, LAKE].map((account) => alibaba.in("cn-hangzhou", account).keys.createKey().arn);
  const crosstag = await open(alibaba, { accounts: [SHOP, LAKE] });
  const { counts } = await crosstag.tagResource({ resources: arns, tags: { team: "data" } });
  expect(counts.changed).toBe(2);
  const natives = [SHOP, LAKE].map((account) => crosstag.drivers.get(`china/${account}/cn-hangzhou`)?.native);
  const sessions = await Promise.all(natives.map((native) => (native as OpenApiClient)._credential.getCredential()));
  expect(new Set(sessions.map(({ securityToken }) => securityToken)).size).toBe(2);
  expect(callsOf(alibaba, "AssumeRole")).toHaveLength(2);
});

test("accounts are selected by their tags, which come with the list", async () => {
  const alibaba = await startAlibaba([
    { id: SHOP, tags: { env: "prod" } },
    { id: LAKE, tags: { env: "test" } },
  ]);
  const crosstag = await open(alibaba, { organization: {} }, undefined, undefined, {
    accountTags: ["env!=test"],
  });
  expect(new Set([...crosstag.drivers.values()].map(({ scope }) => scope.account))).toEqual(new Set([SHOP]));
  expect(alibaba.requests.entries.filter(({ operation }) => operation === "ListAccounts")).toHaveLength(1);
});
