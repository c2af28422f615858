import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { createAwsKmsDriver } from "@crosstag/aws";
import { createCrosstag, type Crosstag, type Plan } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { createPlan } from "@crosstag/core/node";
import { startLocalClouds, type LocalClouds, type LocalCloudsOptions } from "@crosstag/local-clouds";
import { describe, expect, onTestFinished, test } from "vitest";
import { clientAtAws, HOSTS_OF_AWS } from "./client-at-aws.ts";

const KEY_ID = "11111111-2222-4333-8444-555555555555";
const ACCOUNTS = {
  A: { aws: "111111111111", alibaba: "1000000000000001" },
  B: { aws: "222222222222", alibaba: "2000000000000002" },
} as const;

/** One account at both clouds, with resources of the same names as the other's. */
interface Account {
  readonly clouds: LocalClouds;
  readonly references: { readonly aws: string; readonly alibaba: string; readonly external: string };
  open(configured?: Partial<Record<"aws" | "alibaba", string>>): Promise<Crosstag>;
  drivers(configured?: Partial<Record<"aws" | "alibaba", string>>): Promise<readonly [KmsDriver, KmsDriver]>;
}

async function startAccount(name: "A" | "B", options: LocalCloudsOptions = {}): Promise<Account> {
  const { aws: awsAccount, alibaba: alibabaAccount } = ACCOUNTS[name];
  const clouds = await startLocalClouds({
    ...options,
    aws: { quotas: "off", account: awsAccount, ...options.aws },
    alibaba: { quotas: "off", account: alibabaAccount, ...options.alibaba },
  });
  onTestFinished(() => clouds.close());
  const { aws, alibaba } = clouds;
  aws.keys.createKey({ keyId: KEY_ID, tags: { of: name } });
  const external = alibaba.keys.createKey({ keyId: "key-external", origin: "EXTERNAL" });
  alibaba.secrets.createSecret("database", { of: name });
  const drivers = async (configured: Partial<Record<"aws" | "alibaba", string>> = {}) => {
    const awsDriver = await createAwsKmsDriver({
      endpoint: aws.endpoint,
      region: aws.region,
      credentials: aws.credentials,
      ...(configured.aws !== undefined && { account: configured.aws }),
    });
    const alibabaDriver = await createAlibabaKmsDriver({
      endpoint: alibaba.endpoint,
      region: alibaba.region,
      credentials: alibaba.credentials,
      ...(configured.alibaba !== undefined && { account: configured.alibaba }),
    });
    return [awsDriver, alibabaDriver] as const;
  };
  return {
    clouds,
    drivers,
    open: async (configured) => {
      const crosstag = createCrosstag(await drivers(configured), { pacing: "off", retry: "immediate" });
      onTestFinished(() => crosstag.close());
      return crosstag;
    },
    references: {
      aws: `arn:aws:kms:${aws.region}:${awsAccount}:key/${KEY_ID}`,
      alibaba: `acs:kms:${alibaba.region}:${alibabaAccount}:secret/database`,
      external: external.arn,
    },
  };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function planOf(crosstag: Crosstag, references: readonly string[]): Promise<Plan> {
  const statements = [{ select: { references }, set: { x: "1" } }];
  const draft = crosstag.planTags({ desired: { version: 1, statements } });
  return createPlan(await collect(draft.entries), draft.complete());
}

/** One object over the Alibaba Cloud of several accounts. */
async function openAlibaba(...accounts: readonly Account[]): Promise<Crosstag> {
  const drivers = await Promise.all(accounts.map(async (account) => (await account.drivers())[1]));
  const crosstag = createCrosstag(drivers, { pacing: "off" });
  onTestFinished(() => crosstag.close());
  return crosstag;
}

/** Requests other than the question whose credentials these are. */
function requests({ clouds }: Account): number {
  return [clouds.aws, clouds.alibaba].reduce(
    (sum, cloud) => sum + cloud.requests.count() - cloud.requests.count("GetCallerIdentity"),
    0,
  );
}

const STRANGER = expect.stringMatching(/account \d+, but these credentials belong to account \d+/);

describe("credentials of account B, and names of account A", () => {
  test.each([
    ["tag", (crosstag: Crosstag, name: string) => crosstag.tagResource({ resources: [name], tags: { x: "1" } })],
    ["untag", (crosstag: Crosstag, name: string) => crosstag.untagResource({ resources: [name], tagKeys: ["of"] })],
    ["list", (crosstag: Crosstag, name: string) => collect(crosstag.listTags({ resources: [name] }))],
    ["find", (crosstag: Crosstag, name: string) => collect(crosstag.findResources({ resources: [name] }))],
    ["plan", (crosstag: Crosstag, name: string) => planOf(crosstag, [name])],
    [
      "undo",
      (crosstag: Crosstag, reference: string) =>
        collect(
          crosstag.planUndo({ run: "a", changes: [{ reference, before: { of: null }, set: { of: "B" }, remove: [] }] })
            .entries,
        ),
    ],
    [
      "plan what is desired",
      (crosstag: Crosstag, reference: string) =>
        collect(crosstag.planTagSets({ by: "a", resources: [{ reference, before: {}, desired: { x: "1" } }] }).entries),
    ],
  ])("%s is refused before any call", async (_, act) => {
    const b = await startAccount("B");
    const { references } = await startAccount("A");
    const crosstag = await b.open();
    await expect(act(crosstag, references.alibaba)).rejects.toMatchObject({ message: STRANGER });
    expect(requests(b)).toBe(0);
    expect(b.clouds.alibaba.secrets.tagsOf("database")).toEqual({ of: "B" });
  });

  test("AWS checks the ARN of a tag call itself, so that it costs no question", async () => {
    const b = await startAccount("B", { allowedHosts: HOSTS_OF_AWS });
    const a = await startAccount("A");
    const { aws } = b.clouds;
    const crosstag = createCrosstag([await createAwsKmsDriver({ client: clientAtAws(aws) })], { pacing: "off" });
    onTestFinished(() => crosstag.close());
    const { outcomes } = await crosstag.tagResource({ resources: [a.references.aws], tags: { x: "1" } });
    expect(outcomes).toMatchObject([{ status: "failed", reference: a.references.aws }]);
    const own = await crosstag.tagResource({ resources: [b.references.aws], tags: { x: "1" } });
    expect([own.counts.changed, aws.requests.count("GetCallerIdentity")]).toEqual([1, 0]);
    // What is planned is written down, and then the account has to be known.
    await expect(planOf(crosstag, [a.references.aws])).rejects.toMatchObject({ message: STRANGER });
  });

  test("whether another's service checks an ARN is not known, so that it is asked", async () => {
    const b = await startAccount("B");
    const { references } = await startAccount("A");
    const crosstag = await b.open();
    const tagged = crosstag.tagResource({ resources: [references.aws], tags: { x: "1" } });
    await expect(tagged).rejects.toMatchObject({ message: STRANGER });
    expect([requests(b), b.clouds.aws.keys.tagsOf(KEY_ID)]).toEqual([0, { of: "B" }]);
  });

  test("a plan of A, made under either cloud, is not applied to B", async () => {
    const a = await startAccount("A");
    const b = await startAccount("B");
    for (const name of [a.references.aws, a.references.alibaba]) {
      const plan = await planOf(await a.open(), [name]);
      await expect((await b.open()).applyPlan({ plan })).rejects.toMatchObject({
        code: "configuration",
        message: expect.stringMatching(/^The plan changes resources of account \d+ .* but these credentials belong to/),
      });
    }
    expect(requests(b)).toBe(0);
  });

  test("key material of A's key is not deleted in B, and nothing is read", async () => {
    const b = await startAccount("B");
    const { references } = await startAccount("A");
    const crosstag = await b.open();
    const request = { resource: references.external, confirm: "key-external" };
    await expect(crosstag.inspectKeyMaterial(request)).rejects.toMatchObject({ message: STRANGER });
    await expect(crosstag.deleteKeyMaterial(request)).rejects.toMatchObject({ message: STRANGER });
    expect(requests(b)).toBe(0);
  });

  test("a configuration that names A is refused with both accounts named, also when everything is listed", async () => {
    const b = await startAccount("B");
    for (const configured of [{ aws: ACCOUNTS.A.aws }, { alibaba: ACCOUNTS.A.alibaba }]) {
      const crosstag = await b.open(configured);
      await expect(collect(crosstag.findResources())).rejects.toMatchObject({
        code: "configuration",
        message: expect.stringMatching(
          /^These credentials belong to account 2\d+; the configuration .* account 1\d+\./,
        ),
      });
    }
    expect(requests(b)).toBe(0);
  });
});

describe("without any account in the configuration", () => {
  test("lists, outcomes and plans have full names, for one question to each cloud", async () => {
    const a = await startAccount("A");
    const crosstag = await a.open();
    const found = (await collect(crosstag.findResources())).map(({ reference }) => reference);
    expect(found.toSorted()).toEqual(Object.values(a.references).toSorted());
    const { outcomes } = await crosstag.tagResource({ resources: found, tags: { x: "1" } });
    expect(outcomes.map(({ status, reference }) => [status, reference])).toEqual(
      found.map((name) => ["changed", name]),
    );
    for await (const { scope, reference, endpoint } of (await planOf(crosstag, found)).entries())
      expect([scope, endpoint, found.includes(reference)]).toEqual([
        expect.stringMatching(/^(?:aws\/1{12}|alibaba\/10+1)\//),
        expect.stringContaining("http://127.0.0.1:"),
        true,
      ]);
    for (const cloud of [a.clouds.aws, a.clouds.alibaba]) expect(cloud.requests.count("GetCallerIdentity")).toBe(1);
  });

  test.each([false, true])("services without STS tell it in the names that they list (STS: %s)", async (sts) => {
    const a = await startAccount("A", { aws: { sts }, alibaba: { sts } });
    const crosstag = await a.open();
    const [aws] = await a.drivers();
    const onlyAws = createCrosstag([aws], { pacing: "off" });
    const { outcomes } = await onlyAws.tagResource({ resources: [KEY_ID], tags: { x: "1" } });
    await onlyAws.close();
    expect(outcomes).toMatchObject([{ status: "changed", reference: a.references.aws }]);
    expect(await collect(crosstag.listTags({ resources: [a.references.alibaba] }))).toMatchObject([
      { status: "read", reference: a.references.alibaba },
    ]);
  });

  test("if the account cannot be found, a short name is refused with the setting that helps", async () => {
    const a = await startAccount("A", { aws: { sts: false } });
    a.clouds.aws.keys.removeKey(KEY_ID);
    const [driver] = await a.drivers();
    const crosstag = createCrosstag([driver], { pacing: "off" });
    onTestFinished(() => crosstag.close());
    await expect(crosstag.tagResource({ resources: [KEY_ID], tags: { x: "1" } })).rejects.toMatchObject({
      code: "configuration",
      hint: expect.stringContaining("Set `account`"),
    });
    // An empty list names nothing, so that there is nothing that could be another account's.
    expect(await collect(crosstag.findResources())).toEqual([]);
  });

  test("services without STS tell it when they deny the list, too", async () => {
    const a = await startAccount("A", { aws: { sts: false }, alibaba: { sts: false } });
    const { aws, alibaba } = a.clouds;
    const text = `User: arn:aws:sts::${ACCOUNTS.A.aws}:assumed-role/tagger/me is not authorized to perform: kms:ListKeys because no identity-based policy allows the kms:ListKeys action`;
    aws.after("ListKeys", (answer) => ({
      ...answer,
      status: 400,
      body: JSON.stringify({ __type: "AccessDeniedException", message: text }),
    }));
    for (const operation of ["ListKeys", "ListSecrets"])
      alibaba.after(operation, (answer) => ({
        ...answer,
        status: 403,
        body: JSON.stringify({
          Code: "Forbidden.NoPermission",
          Message: "denied",
          RequestId: "r-1",
          AccessDeniedDetail: { AuthAction: `kms:${operation}`, AuthPrincipalOwnerId: ACCOUNTS.A.alibaba },
        }),
      }));
    const crosstag = await a.open();
    const { outcomes } = await crosstag.tagResource({
      resources: [a.references.aws, a.references.alibaba],
      tags: { x: "1" },
    });
    expect(outcomes.map(({ status, reference }) => [status, reference])).toEqual([
      ["changed", a.references.aws],
      ["changed", a.references.alibaba],
    ]);
    const asB = await a.open({ aws: ACCOUNTS.B.aws, alibaba: ACCOUNTS.B.alibaba });
    await expect(collect(asB.findResources())).rejects.toMatchObject({
      message: expect.stringMatching(/^These credentials belong to account 1\d+; the configuration .* account 2\d+\./),
    });
  });

  test.each([
    ["aws", "OptInRequired", { __type: "OptInRequired", message: "not subscribed" }],
    ["alibaba", "Forbidden.InDebt", { Code: "Forbidden.InDebt", Message: "overdue", RequestId: "r-1" }],
  ] as const)(
    "a cloud without STS that serves nothing to the account stops its part of a run: %s",
    async (cloud, code, body) => {
      const a = await startAccount("A", { aws: { sts: false }, alibaba: { sts: false } });
      const whole = await a.open();
      const plan = await planOf(whole, [a.references.aws, a.references.alibaba]);
      const serve = [
        a.clouds[cloud].after("*", (answer) => ({
          ...answer,
          status: cloud === "aws" ? 400 : 403,
          body: JSON.stringify(body),
        })),
      ];
      const result = await (await a.open()).applyPlan({ plan });
      expect(result).toMatchObject({
        ended: "account-refused",
        counts: { changed: 1, failed: 0 },
        stopped: [{ code: "access-denied", providerCode: code }],
      });
      for (const again of serve) again();
    },
  );

  test("if the account cannot be found, a message about the account names the configuration", async () => {
    const a = await startAccount("A", { aws: { sts: false }, alibaba: { sts: false } });
    a.clouds.aws.keys.removeKey(KEY_ID);
    a.clouds.alibaba.keys.removeKey("key-external");
    a.clouds.alibaba.secrets.removeSecret("database");
    const crosstag = await a.open({ aws: ACCOUNTS.A.aws, alibaba: ACCOUNTS.A.alibaba });
    const { references } = await startAccount("B");
    for (const name of [references.aws, references.alibaba]) {
      const tagged = crosstag.tagResource({ resources: [name], tags: { x: "1" } });
      const message = expect.stringMatching(/account 2\d+, but the configuration names account 1\d+ for this cloud\./);
      await expect(tagged).rejects.toMatchObject({ message });
    }
    const plan = await planOf(await (await startAccount("B")).open(), [references.aws]);
    await expect(crosstag.applyPlan({ plan })).rejects.toMatchObject({
      message: expect.stringMatching(
        /of account 2\d+ \(.*\), but only account 1\d+ is configured and selected for AWS KMS in \S+\./,
      ),
    });
  });

  test("two drivers of one region go by account, in either order, and the same account twice is refused", async () => {
    const a = await startAccount("A");
    const b = await startAccount("B");
    for (const order of [
      [a, b],
      [b, a],
    ]) {
      const crosstag = await openAlibaba(...order);
      await crosstag.tagResource({ resources: [a.references.alibaba], tags: { to: "A" } });
      expect(a.clouds.alibaba.secrets.tagsOf("database")).toEqual({ of: "A", to: "A" });
      expect(b.clouds.alibaba.secrets.tagsOf("database")).toEqual({ of: "B" });
      await crosstag.untagResource({ resources: [a.references.alibaba], tagKeys: ["to"] });
    }
    const twice = await openAlibaba(a, a);
    await expect(collect(twice.findResources())).rejects.toMatchObject({
      message: expect.stringContaining("Two configured clouds have the same scope"),
    });
  });
});

test("a plan made at one endpoint is refused at another of the same account", async () => {
  const plan = await planOf(await (await startAccount("A")).open(), [(await startAccount("A")).references.alibaba]);
  const other = await startAccount("A");
  await expect((await other.open()).applyPlan({ plan })).rejects.toMatchObject({
    code: "configuration",
    message: expect.stringMatching(
      /at the endpoint http:\/\/127\.0\.0\.1:\d+, but this cloud is configured for the endpoint/,
    ),
  });
  expect(requests(other)).toBe(0);
});
