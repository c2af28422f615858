import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { openCrosstag, type CloudConfiguration, type OpenedCrosstag, type ScopeSelection } from "@crosstag/clouds";
import type { CrosstagEvent, QuotaBudget, UnlistedResources } from "@crosstag/core";
import { startLocalClouds, type AwsAccountScene, type AwsOptions, type LocalAws } from "@crosstag/local-clouds";
import { expect, onTestFinished, test } from "vitest";

const SHOP = "222233334444";
const LAKE = "333344445555";
const REGIONS = ["us-east-1", "eu-central-1"];

async function startAws(accounts: readonly AwsAccountScene[], quotas: AwsOptions["quotas"] = "off"): Promise<LocalAws> {
  const clouds = await startLocalClouds({ aws: { quotas, regions: REGIONS }, alibaba: false });
  onTestFinished(() => clouds.close());
  const { aws } = clouds;
  for (const account of accounts) aws.accounts.add(account);
  return aws;
}

function entryFor(aws: LocalAws, more: Partial<CloudConfiguration> = {}): CloudConfiguration {
  return {
    provider: "aws",
    endpoint: aws.endpoint,
    accounts: [SHOP, LAKE],
    assumeRole: { name: "OrganizationAccountAccessRole", region: "us-east-1" },
    regions: REGIONS,
    ...more,
  };
}

async function open(
  aws: LocalAws,
  more: Partial<CloudConfiguration> = {},
  references?: readonly string[],
): Promise<OpenedCrosstag> {
  const crosstag = await openCrosstag({
    configuration: { clouds: { production: entryFor(aws, more) } },
    credentials: { production: aws.credentials },
    references,
  });
  onTestFinished(() => crosstag.close());
  return crosstag;
}

/** The names and drivers of the KMS, without the services beside it. */
function keyClouds({ drivers }: OpenedCrosstag) {
  return [...drivers].filter(([, { service }]) => service === undefined);
}

async function list(crosstag: OpenedCrosstag) {
  const unlisted: UnlistedResources[] = [];
  const found: string[] = [];
  for await (const { reference } of crosstag.findResources({ onUnlisted: (one) => unlisted.push(one) }))
    found.push(reference);
  return { found, unlisted };
}

const callsOf = (aws: LocalAws, operation: string) =>
  aws.requests.entries.filter((request) => request.operation === operation);

test("every account and region is listed, with one session for each account", async () => {
  const aws = await startAws([{ id: SHOP }, { id: LAKE }]);
  const keys = [SHOP, LAKE].flatMap((account) =>
    REGIONS.map((region) => aws.in(account).createKey({ region, tags: { owner: account } }).arn),
  );
  aws.keys.createKey({ region: "us-east-1" });
  const crosstag = await open(aws);
  expect(aws.requests.entries).toEqual([]);
  expect(await list(crosstag)).toEqual({ found: keys, unlisted: [] });
  // In the home region: a target region may have no token service for these accounts.
  expect(callsOf(aws, "AssumeRole").map(({ region }) => region)).toEqual(["us-east-1", "us-east-1"]);
  expect(callsOf(aws, "GetCallerIdentity")).toEqual([]);
});

test("tags are written with the session of the account", async () => {
  const aws = await startAws([{ id: SHOP }, { id: LAKE }]);
  const { arn } = aws.in(LAKE).createKey({ region: "eu-central-1" });
  const crosstag = await open(aws, {}, [arn]);
  expect(keyClouds(crosstag).map(([name]) => name)).toEqual([`production/${LAKE}/eu-central-1`]);
  const { outcomes } = await crosstag.tagResource({ resources: [arn], tags: { team: "data" } });
  expect(outcomes).toMatchObject([{ status: "changed", reference: arn }]);
  expect(callsOf(aws, "TagResource").map(({ account }) => account)).toEqual([LAKE]);
  expect(callsOf(aws, "AssumeRole")).toHaveLength(1);
  for await (const read of crosstag.listTags({ resources: [arn] }))
    expect(read).toMatchObject({ tags: { team: "data" } });
});

test("an account without the role, a suspended one and a denied region are named, asked for once, and hide nothing else", async () => {
  const suspended = "444455556666";
  const aws = await startAws([
    { id: SHOP, roles: [] },
    { id: LAKE, deniedRegions: ["eu-central-1"] },
    { id: suspended, state: "SUSPENDED" },
  ]);
  const { arn } = aws.in(LAKE).createKey({ region: "us-east-1" });
  const crosstag = await open(aws, { accounts: [SHOP, LAKE, suspended] });
  const { found, unlisted } = await list(crosstag);
  expect(found).toEqual([arn]);
  const places = [SHOP, suspended].flatMap((account) => REGIONS.map((region) => `${account}/${region}`));
  expect(unlisted.map(({ account, region, error }) => `${account}/${region} ${error.code}`).toSorted()).toEqual(
    [...places, `${LAKE}/eu-central-1`].toSorted().map((place) => `${place} access-denied`),
  );
  // The region is enabled, and only a call to the KMS is refused there.
  expect(unlisted.find(({ account }) => account === LAKE)?.error.message).toContain(
    "a service control policy denies it",
  );
  expect(unlisted[0]?.error.message).toBe(
    `production/${SHOP}: AWS STS did not allow the role arn:aws:iam::${SHOP}:role/OrganizationAccountAccessRole to be assumed.`,
  );
  expect(unlisted[0]?.error.hint).toContain(`its trust policy names the caller arn:aws:iam::${aws.account}:`);
  await list(crosstag);
  expect(callsOf(aws, "AssumeRole")).toHaveLength(3);
});

test("ended credentials of an entry are one reason for all its accounts, and are asked for again", async () => {
  const accounts = Array.from({ length: 80 }, (_, index) => String(222_200_000_000 + index));
  const aws = await startAws(accounts.map((id) => ({ id })));
  const { arn } = aws.in(accounts[0] ?? "").createKey({ region: "us-east-1" });
  const ended = { accessKeyId: "AKIAENDED00000000000", secretAccessKey: "ended", sessionToken: "ended" };
  aws.addCredentials({ ...ended, expiresAfterCalls: 0 });
  let current: typeof aws.credentials = ended;
  const crosstag = await openCrosstag({
    configuration: { clouds: { production: entryFor(aws, { accounts }) } },
    credentials: { production: async () => current },
  });
  onTestFinished(() => crosstag.close());
  const { unlisted } = await list(crosstag).catch((error: unknown) => ({ unlisted: [{ error }] }));
  expect(unlisted).toMatchObject([
    { error: { code: "unauthenticated", message: "production: The session has expired." } },
  ]);
  // Calls that were under way; nothing is sent for the other accounts.
  expect(callsOf(aws, "AssumeRole").length).toBeLessThanOrEqual(64);
  expect(callsOf(aws, "ListKeys")).toEqual([]);
  current = aws.credentials;
  for await (const read of crosstag.listTags({ resources: [arn] })) expect(read).toMatchObject({ status: "read" });
  expect.assertions(4);
});

test("a role of another account is refused before its token service is asked", async () => {
  const aws = await startAws([{ id: SHOP }, { id: LAKE }]);
  const role = `arn:aws:iam::${SHOP}:role/OrganizationAccountAccessRole`;
  await expect(open(aws, { accounts: [{ id: LAKE, role }] })).rejects.toThrow(
    '"333344445555" has a role of another account.',
  );
  expect(aws.requests.count()).toBe(0);
});

test("regions alone read the account of the credentials", async () => {
  const aws = await startAws([]);
  const { arn } = aws.keys.createKey({ region: "eu-central-1" });
  const { accounts: _accounts, assumeRole: _assumeRole, ...entry } = entryFor(aws);
  const crosstag = await openCrosstag({
    configuration: { clouds: { mine: entry } },
    credentials: { mine: aws.credentials },
  });
  onTestFinished(() => crosstag.close());
  expect(keyClouds(crosstag).map(([name]) => name)).toEqual(REGIONS.map((region) => `mine/${aws.account}/${region}`));
  expect((await list(crosstag)).found).toEqual([arn]);
  expect(callsOf(aws, "GetCallerIdentity")).toHaveLength(1);
});

test("credentials of another account than the listed one are refused", async () => {
  const aws = await startAws([{ id: SHOP }]);
  const { assumeRole: _, ...entry } = entryFor(aws, { accounts: [SHOP] });
  const crosstag = await openCrosstag({
    configuration: { clouds: { mine: entry } },
    credentials: { mine: aws.credentials },
  });
  onTestFinished(() => crosstag.close());
  await expect(list(crosstag)).rejects.toMatchObject({
    message: expect.stringContaining(`These credentials belong to account ${aws.account}`) as string,
    hint: `Set assumeRole.name, or the role of this account, to a role that exists in account ${SHOP}; or remove the account from mine.`,
  });
  expect(callsOf(aws, "ListKeys")).toEqual([]);
});

test.each([
  [{ sessionName: "a b/c" }, "assumeRole.sessionName is not a name that AWS STS accepts."],
  [{ sourceIdentity: "aws:x" }, "assumeRole.sourceIdentity is not a text that AWS STS accepts."],
])("the session %j is refused before anything is sent", async (session, message) => {
  const aws = await startAws([]);
  await expect(open(aws, { assumeRole: { name: "Audit", ...session } })).rejects.toThrow(message);
  expect(aws.requests.entries).toEqual([]);
});

test("an entry that mixes partitions is refused", async () => {
  const aws = await startAws([{ id: SHOP }]);
  const crosstag = await open(aws, { regions: ["us-east-1", "cn-north-1"] });
  const { unlisted } = await list(crosstag);
  expect(unlisted.some(({ region, error }) => region === "cn-north-1" && error.message.includes("partition"))).toBe(
    true,
  );
});

test("an organization is expanded with units, states and regions of each account", async () => {
  const closed = "555566667777";
  const suspended = "444455556666";
  const aws = await startAws([
    { id: SHOP, name: "shop", unit: "/Workloads/Prod" },
    { id: LAKE, name: "lake", unit: "/Workloads", state: "PENDING_CLOSURE" },
    { id: suspended, unit: "/Workloads", state: "SUSPENDED" },
    { id: closed, unit: "/Workloads", state: "CLOSED" },
    { id: "666677778888", unit: "/Sandbox" },
  ]);
  const { accounts: _, ...entry } = entryFor(aws, {
    organization: { units: ["/Workloads"] },
    regions: ["eu-*", "us-east-1"],
  });
  const crosstag = await openCrosstag({
    configuration: { clouds: { production: entry } },
    credentials: { production: aws.credentials },
  });
  onTestFinished(() => crosstag.close());
  const [fleet] = crosstag.fleets;
  expect(fleet?.scopes.map(({ name }) => name).toSorted()).toEqual(
    [SHOP, LAKE].flatMap((account) => ["eu-central-1", "us-east-1"].map((region) => `production/${account}/${region}`)),
  );
  expect(fleet?.skipped.map(({ id, reason }) => `${id} ${reason}`)).toEqual([`${closed} closed`]);
  expect(fleet?.unreadable.map(({ account }) => account.id)).toEqual([suspended]);
  const shop = fleet?.scopes.find(({ account }) => account.id === SHOP)?.account;
  expect(shop?.units.map(({ name }) => name)).toEqual(["Workloads", "Prod"]);
  const { unlisted } = await list(crosstag);
  expect(unlisted.map(({ account, region, error }) => `${account}/${region}: ${error.message}`)).toEqual(
    ["us-east-1", "eu-*"].map(
      (region) => `${suspended}/${region}: The account ${suspended} is suspended, so its keys cannot be read.`,
    ),
  );
});

test.each(["state", "status"] as const)(
  "accounts are read by their %s, also without paths of units, and over several pages, of which some are empty",
  async (fields) => {
    const settings = { accountStateFields: fields, organizationPaths: false, organizationEmptyPages: true };
    const clouds = await startLocalClouds({ aws: { quotas: "off", regions: REGIONS, settings }, alibaba: false });
    onTestFinished(() => clouds.close());
    const { aws } = clouds;
    // A page of AWS Organizations has at most 20 accounts.
    const others = Array.from({ length: 45 }, (_, index) => String(500_000_000_000 + index));
    for (const id of others) aws.accounts.add({ id, unit: "/Workloads" });
    aws.accounts.add({ id: SHOP, unit: "/Workloads/Prod" });
    aws.accounts.add({ id: LAKE, unit: "/Workloads", state: "PENDING_CLOSURE" });
    aws.accounts.add({ id: "444455556666", unit: "/Workloads", state: "SUSPENDED" });
    const { accounts: _, ...entry } = entryFor(aws, {
      organization: { units: ["/Workloads"] },
      regions: ["us-east-1"],
    });
    const crosstag = await openCrosstag({
      configuration: { clouds: { production: entry } },
      credentials: { production: aws.credentials },
    });
    onTestFinished(() => crosstag.close());
    const [fleet] = crosstag.fleets;
    expect(fleet?.scopes.map(({ account }) => account.id).toSorted()).toEqual([SHOP, LAKE, ...others]);
    expect(fleet?.unreadable.map(({ account }) => account.id)).toEqual(["444455556666"]);
  },
);

test("credentials outside an organization say so", async () => {
  const aws = await startAws([]);
  const { accounts: _, ...entry } = entryFor(aws, { organization: {} });
  const opening = openCrosstag({
    configuration: { clouds: { production: entry } },
    credentials: { production: aws.credentials },
  });
  await expect(opening).rejects.toThrow(
    "The accounts of the organization cannot be listed: The account of the credentials is in no organization.",
  );
});

test("a region can have an endpoint of its own", async () => {
  const aws = await startAws([{ id: SHOP }]);
  const keys = REGIONS.map((region) => aws.in(SHOP).createKey({ region }).arn);
  const { port } = new URL(aws.endpoint);
  const endpoints = Object.fromEntries(REGIONS.slice(1).map((region) => [region, `http://localhost:${port}`]));
  const crosstag = await open(aws, { accounts: [SHOP], endpoint: aws.endpoint, endpoints });
  expect(keyClouds(crosstag).map(([, { endpoint }]) => endpoint)).toEqual([aws.endpoint, `http://localhost:${port}`]);
  expect((await list(crosstag)).found).toEqual(keys);
});

test("request rates are what AWS has for the account, and as documented if they cannot be read", async () => {
  const aws = await startAws([{ id: SHOP, quotas: { TagResource: 40 } }, { id: LAKE }], "documented");
  aws.faults.add({ kind: "server-error-json", operation: "ListServiceQuotas", account: LAKE });
  const events: CrosstagEvent[] = [];
  await using crosstag = await openCrosstag({
    configuration: { clouds: { production: entryFor(aws, { quotas: "discover", regions: ["us-east-1"] }) } },
    credentials: { production: aws.credentials },
    engine: { onEvent: (event) => events.push(event), retry: "immediate" },
  });
  for (const account of [SHOP, LAKE]) aws.in(account).createKey({ region: "us-east-1" });
  const desired = { version: 1 as const, statements: [{ select: {}, set: { team: "search" } }] };
  const draft = crosstag.planTags({ desired });
  for await (const { action } of draft.entries) expect(action).toBe("change");
  const rates = draft
    .complete()
    .summary.costs.map(({ scope, requestsPerSecond }) => [scope.split("/")[1], requestsPerSecond]);
  expect(Object.fromEntries(rates)).toEqual({ [SHOP]: 40, [LAKE]: 10 });
  expect(events.filter(({ type }) => type === "quotas-assumed")).toMatchObject([
    { provider: "aws", region: "us-east-1", account: LAKE, code: "unavailable", message: "Service Quotas failed." },
  ]);
});

test("accounts are selected by their tags, with a call for each account only then", async () => {
  const aws = await startAws([
    { id: SHOP, tags: { env: "prod" } },
    { id: LAKE, tags: { env: "test" } },
  ]);
  const { accounts: _, ...entry } = entryFor(aws, { organization: {} });
  const tagged = async (selection: ScopeSelection) => {
    const credentials = { production: aws.credentials };
    await using crosstag = await openCrosstag({
      configuration: { clouds: { production: entry } },
      credentials,
      selection,
    });
    return new Set([...crosstag.drivers.values()].map(({ scope }) => scope.account));
  };
  expect(await tagged({})).toEqual(new Set([SHOP, LAKE]));
  expect(callsOf(aws, "ListTagsForResource")).toHaveLength(0);
  expect(await tagged({ accountTags: ["env=pr*"] })).toEqual(new Set([SHOP]));
  expect(callsOf(aws, "ListTagsForResource")).toHaveLength(3);
});

test("credentials of a role get sessions of an hour, and a longer one is refused with the setting to remove", async () => {
  const name = "OrganizationAccountAccessRole";
  const aws = await startAws([{ id: SHOP }, { id: LAKE, roles: [{ name, trusts: [SHOP] }] }]);
  const { arn } = aws.in(LAKE).createKey({ region: "us-east-1" });
  const sts = new STSClient({ endpoint: aws.endpoint, region: "us-east-1", credentials: aws.credentials });
  onTestFinished(() => sts.destroy());
  const RoleArn = `arn:aws:iam::${SHOP}:role/${name}`;
  const { Credentials: role } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "base" }));
  const credentials = {
    accessKeyId: role?.AccessKeyId ?? "",
    secretAccessKey: role?.SecretAccessKey ?? "",
    sessionToken: role?.SessionToken ?? "",
  };
  const listed = async (session: { readonly durationSeconds?: number } = {}) => {
    const assumeRole = { name, region: "us-east-1", ...session };
    await using crosstag = await openCrosstag({
      configuration: { clouds: { production: entryFor(aws, { accounts: [LAKE], assumeRole }) } },
      credentials: { production: credentials },
    });
    return await list(crosstag);
  };
  expect(await listed()).toEqual({ found: [arn], unlisted: [] });
  await expect(listed({ durationSeconds: 7_200 })).rejects.toThrow(
    expect.objectContaining({ hint: expect.stringContaining("remove assumeRole.durationSeconds") }),
  );
});

const ignore = () => {};

test("only the role that is named is assumed, and each account and region has a pace of its own", async () => {
  const aws = await startAws([{ id: SHOP }, { id: LAKE, roles: ["audit"] }]);
  const { arn } = aws.in(LAKE).createKey({ region: "us-east-1" });
  aws.in(LAKE).createKey({ region: "eu-central-1" });
  const paced: string[] = [];
  const quotaBudget: QuotaBudget = {
    open: ({ account, region, quota }, requestsPerSecond) => {
      paced.push([account, region, quota].join("/"));
      const nextAt = Number.NEGATIVE_INFINITY;
      return { requestsPerSecond, nextAt, take: () => true, want: ignore, succeeded: ignore, throttled: ignore };
    },
  };
  const roles = { name: "audit", region: "us-east-1" };
  await using crosstag = await openCrosstag({
    configuration: { clouds: { production: entryFor(aws, { assumeRole: roles }) } },
    credentials: { production: aws.credentials },
    engine: { quotaBudget },
  });
  const { found, unlisted } = await list(crosstag);
  expect(found).toContain(arn);
  expect(new Set(unlisted.map(({ account }) => account))).toEqual(new Set([SHOP]));
  // Neither the role that every account of the organization has, nor any other, was tried.
  const asked = callsOf(aws, "AssumeRole").map(({ resources }) => resources.join());
  expect(asked.toSorted()).toEqual([SHOP, LAKE].map((account) => `arn:aws:iam::${account}:role/audit`));
  const lanes = paced.filter((lane) => lane.endsWith("ListKeys"));
  expect(lanes.toSorted()).toEqual(REGIONS.toSorted().flatMap((region) => `${LAKE}/${region}/ListKeys`));
});
