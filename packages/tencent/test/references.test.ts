import { describe, expect, it } from "vitest";
import { adapter, tencentKmsProfile } from "@crosstag/tencent";

const { references } = tencentKmsProfile();
const scope = { region: "ap-guangzhou", account: "100000000001" };
const KEY = "23e80852-1e38-11e9-b129-5cb9019b4b01";
const ID = `creatorUin/100000000007/${KEY}`;
const FULL = `qcs::kms:ap-guangzhou:uin/100000000001:key/${ID}`;

describe("names of keys", () => {
  it.each([
    [FULL, ID, false],
    [`qcs:0:kms:ap-guangzhou:100000000001:key/${ID}`, ID, false],
    [`key/${ID}`, ID, false],
    [ID, ID, false],
    [`key/${KEY}`, KEY, true],
    [KEY, KEY, true],
    [`qcs::kms:ap-guangzhou:uin/100000000001:key/${KEY}`, KEY, true],
  ])("%s is taken", (text, id, isShort) => {
    const parsed = references.parse(text, scope);
    const short = isShort ? { short: true } : {};
    const place = text.startsWith("qcs:") ? { region: scope.region, account: scope.account } : {};
    expect(parsed).toEqual({
      reference: { provider: "tencent", kind: "key", id, alias: isShort, ...short, ...place, text },
    });
  });

  it.each([
    ["qcs::ssm:ap-guangzhou:uin/100000000001:secret/x", /not the name of a key/],
    [`qcs::kms:ap-shanghai:uin/100000000001:key/${ID}`, /region is "ap-shanghai"/],
    [`qcs::kms::uin/100000000001:key/${ID}`, /region is missing/],
    [`qcs::kms:ap-guangzhou:uin/:key/${ID}`, /account is missing/],
    [`qcs::kms:ap-guangzhou:uin/2:key/${ID}`, /account is "2"/],
    ["qcs::kms:ap-guangzhou:uin/100000000001:key/*", /not that of a key/],
    ["key/", /no name after "key\/"/],
    ["alias/orders", /not name a kind/],
    ["key/creatorUin/100000000007/orders", /not that of a key/],
  ])("%s is refused with what to type", (text, problem) => {
    const parsed = references.parse(text, scope);
    expect(parsed).toEqual({
      problem: expect.stringMatching(problem) as string,
      fix: expect.stringMatching(/\w{4}/) as string,
    });
  });

  it("formats a whole name with both accounts, and a short one as it is", () => {
    const whole = { provider: "tencent", kind: "key", id: ID, alias: false, text: KEY } as const;
    expect(references.format(whole, scope)).toBe(FULL);
    expect(references.format(whole, { region: "ap-guangzhou" })).toBe(`key/${ID}`);
    expect(references.format({ ...whole, id: KEY, alias: true, short: true }, scope)).toBe(KEY);
    expect(references.factsOf(FULL)).toEqual({ kind: "key", id: ID, region: scope.region, account: scope.account });
    expect(references.factsOf(KEY)).toBeUndefined();
  });
});

describe("names of secrets", () => {
  const secrets = adapter.services?.[0]?.profile()?.references ?? references;
  const id = "creatorUin/100000000007/database-1";
  const full = `qcs::ssm:ap-guangzhou:uin/100000000001:secret/${id}`;

  it("are full names and names after secret/, never a bare word", () => {
    expect(secrets.parse(full, scope)).toMatchObject({ reference: { kind: "secret", id, alias: false } });
    expect(secrets.parse(`secret/${id}`, scope)).toMatchObject({ reference: { id, alias: false } });
    expect(secrets.parse("secret/database-1", scope)).toMatchObject({ reference: { id: "database-1", short: true } });
    expect(secrets.format({ provider: "tencent", kind: "secret", id, alias: false, text: "" }, scope)).toBe(full);
    expect(["database-1", "key/database-1", "secret/", "secret/a*"].map((text) => secrets.parse(text, scope))).toEqual(
      Array.from({ length: 4 }, () => ({ problem: expect.any(String) as string, fix: expect.any(String) as string })),
    );
  });

  it("are claimed by one of the two services each", () => {
    expect([full, FULL].map((text) => [references.claims(text), secrets.claims(text)])).toEqual([
      [false, true],
      [true, false],
    ]);
  });
});
