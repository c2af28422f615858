import { startLocalClouds, type FaultKind, type LocalTencent } from "@crosstag/local-clouds";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../support/manual-clock.ts";
import { call, outcome, tagList, type Body } from "./support/client.ts";

const only = { aws: false, alibaba: false } as const;

const tagKey = (tencent: LocalTencent, name: string, tags: Record<string, string>): Promise<Body> =>
  call(tencent, "tag", "TagResources", { ResourceList: [name], Tags: tagList(tags) });

describe("faults", () => {
  // What the SDK makes of each: it loses the codes and ids of 5xx answers, and has only a message for broken connections.
  it.each<[FaultKind, RegExp, number, boolean]>([
    ["throttle", /^RequestLimitExceeded$/, 200, false],
    ["server-error-json", /^InternalError$/, 200, false],
    ["server-error-html", /Bad Gateway/, 502, false],
    ["server-error-empty", /Service Unavailable/, 503, false],
    ["unreadable-success", /invalid json/, 200, true],
    ["reset-before-applying", /ECONNRESET|socket hang up/, 0, false],
    ["reset-after-applying", /ECONNRESET|socket hang up/, 0, true],
  ])("%s", async (kind, expected, status, applied) => {
    await using clouds = await startLocalClouds({ ...only, tencent: {} });
    const { tencent } = clouds;
    const { keyId, name } = tencent.keys.createKey();
    tencent.faults.add({ kind, resource: keyId, times: 1 });
    expect(await outcome(tagKey(tencent, name, { a: "b" }))).toMatch(expected);
    expect(tencent.keys.tagsOf(keyId)).toEqual(applied ? { a: "b" } : {});
    expect(tencent.requests.entries).toMatchObject([
      { operation: "TagResources", resources: [name], status, applied, fault: kind },
    ]);
    expect(await outcome(tagKey(tencent, name, { a: "b" }))).toBe("ok");
  });

  it("leave callers alone that only ask who they are, unless they are named", async () => {
    await using clouds = await startLocalClouds({ ...only, tencent: {} });
    const { tencent } = clouds;
    tencent.faults.add({ kind: "throttle" });
    expect(await outcome(call(tencent, "sts", "GetCallerIdentity"))).toBe("ok");
    tencent.faults.add({ kind: "throttle", operation: "GetUserAppId" });
    expect(await outcome(call(tencent, "cam", "GetUserAppId"))).toBe("RequestLimitExceeded");
    tencent.faults.clear();
    tencent.faults.add({ kind: "without-request-id" });
    expect(await call(tencent, "kms", "ListKeys")).toEqual({ Keys: [], TotalCount: 0 });
  });
});

describe("quotas", () => {
  it("are counted by operation: of the Tag service for all regions together, of KMS for each", async () => {
    const clock = new ManualClock();
    const regions = ["ap-guangzhou", "eu-frankfurt"];
    await using clouds = await startLocalClouds({ ...only, clock, tencent: { regions, quotas: { ListKeys: 3 } } });
    const { tencent } = clouds;
    tencent.accounts.add({ id: "200000000002", quotas: { GetTags: 1 } });
    const names = regions.map((region) => tencent.in(region).keys.createKey().name);
    const outcomes = await Promise.all(
      Array.from({ length: 24 }, (_, at) => outcome(tagKey(tencent, names[at % 2] ?? "", { a: "b" }))),
    );
    expect(outcomes.filter((each) => each === "ok")).toHaveLength(20);
    expect(new Set(outcomes)).toEqual(new Set(["ok", "RequestLimitExceeded"]));
    const untag = call(tencent, "tag", "UnTagResources", { ResourceList: names, TagKeys: ["a"] });
    expect(await outcome(untag)).toBe("ok");
    const lists = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        outcome(call({ ...tencent, region: regions[at % 2] ?? "" }, "kms", "ListKeys")),
      ),
    );
    expect(lists.filter((each) => each === "ok")).toHaveLength(6);
    const other = { secretId: "AKIDOTHER", secretKey: "other", account: "200000000002" };
    tencent.addCredentials(other);
    const getTags = () => outcome(call({ ...tencent, credentials: other }, "tag", "GetTags"));
    expect([await getTags(), await getTags()]).toEqual(["ok", "RequestLimitExceeded"]);
    clock.advance(1000);
    expect(await getTags()).toBe("ok");
  });
});

describe("eventual consistency", () => {
  it("shows tags and states of before a write for a while", async () => {
    const clock = new ManualClock();
    await using clouds = await startLocalClouds({ ...only, clock, tencent: { consistency: { delayMs: 1000 } } });
    const { tencent } = clouds;
    const { keyId, name } = tencent.keys.createKey({ origin: "EXTERNAL" });
    await tagKey(tencent, name, { a: "b" });
    await call(tencent, "kms", "DeleteImportedKeyMaterial", { KeyId: keyId });
    const seen = async () => {
      const found = await call(tencent, "tag", "GetResources", { ResourceList: [name] });
      const { KeyMetadata } = await call(tencent, "kms", "DescribeKey", { KeyId: keyId });
      return [(found["ResourceTagMappingList"] as unknown[]).length, (KeyMetadata as Body)["KeyState"]];
    };
    expect([await seen(), tencent.keys.describe(keyId).state]).toEqual([[0, "Enabled"], "PendingImport"]);
    clock.advance(1000);
    expect(await seen()).toEqual([1, "PendingImport"]);
  });
});

describe("scenes", () => {
  it("come from a seed, with accounts and simulated keys", async () => {
    await using clouds = await startLocalClouds({
      ...only,
      ids: "sequential",
      tencent: { regions: ["ap-guangzhou", "eu-frankfurt"], quotas: "off" },
      seed: {
        tencent: {
          accounts: [{ id: "200000000002", keys: { perRegion: 30 } }],
          keys: [
            { count: 2, tags: { team: "web" } },
            { account: "200000000002", region: "eu-frankfurt", alias: "named" },
          ],
          secrets: [{ name: "database", tags: { team: "data" } }],
        },
      },
    });
    const { tencent } = clouds;
    expect(tencent.keys.list()[0]?.name).toBe(
      "qcs::kms:ap-guangzhou:uin/100000000001:key/creatorUin/100000000001/00000000-0000-4000-8000-000000000001",
    );
    expect(tencent.secrets.tagsOf("database")).toEqual({ team: "data" });
    expect(tencent.in("eu-frankfurt", "200000000002").keys.list()).toHaveLength(31);
    const credentials = { secretId: "AKIDOTHER", secretKey: "other", account: "200000000002" };
    tencent.addCredentials(credentials);
    const { TotalCount, KeyMetadatas } = await call({ ...tencent, credentials }, "kms", "ListKeyDetail");
    const [newest] = KeyMetadatas as Body[];
    expect([TotalCount, newest?.["CreatorUin"]]).toEqual([30, 200000000002]);
    expect(await outcome(call({ ...tencent, credentials }, "kms", "DescribeKey", { KeyId: newest?.["KeyId"] }))).toBe(
      "ok",
    );
    tencent.accounts.add({ id: "200000000002", suspended: true });
    expect(await outcome(call({ ...tencent, credentials }, "kms", "ListKeys"))).toBe("OperationDenied");
    tencent.accounts.remove("200000000002");
    expect(await outcome(call({ ...tencent, credentials }, "kms", "ListKeys"))).toBe("AuthFailure.SecretIdNotFound");
    expect(clouds.environment()).toEqual({
      TENCENTCLOUD_SECRET_ID: "AKIDLOCALCLOUDS00000",
      TENCENTCLOUD_SECRET_KEY: "local-clouds-secret-key",
      TENCENTCLOUD_REGION: "ap-guangzhou",
      CROSSTAG_TENCENT_ENDPOINT: tencent.endpoint,
    });
  });

  it.each<[Parameters<typeof startLocalClouds>[0], string]>([
    [{ tencent: { sts: true } as object }, "tencent.sts is not a field"],
    [{ tencent: { account: "x" } }, "tencent.account must be up to 15 digits."],
    [{ tencent: { settings: { attach: "create" } as object } }, "tencent.settings.attach is not a field"],
    [
      { tencent: { credentials: [{ secretId: "a", secretKey: "" }] } },
      "tencent.credentials[0].secretKey must be a text.",
    ],
    [{ tencent: { regions: [] } }, "tencent.regions is empty"],
    [{ seed: { tencent: { keys: [{ keyid: "x" } as object] } } }, "seed.tencent.keys[0].keyid is not a field."],
    [
      { seed: { tencent: { accounts: [{ id: 1 as unknown as string }] } } },
      "seed.tencent.accounts[0].id must be a text",
    ],
  ])("are refused with the place of a mistake: %j", async (options, text) => {
    await expect(startLocalClouds({ ...only, tencent: {}, ...options })).rejects.toThrow(text);
  });

  it("report a key that is not there, and one that is there already", async () => {
    await using clouds = await startLocalClouds({ ...only, tencent: {} });
    const { tencent } = clouds;
    const { keys } = tencent;
    const { keyId } = keys.createKey();
    expect(() => keys.createKey({ keyId })).toThrow(/already/);
    expect(() => keys.tagsOf("absent")).toThrow(TypeError);
    expect(() => tencent.in("ap-nowhere")).toThrow(/ap-guangzhou are served/);
    expect(() => clouds.aws).toThrow(TypeError);
  });
});
