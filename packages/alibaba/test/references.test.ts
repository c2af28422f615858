import { alibabaKmsProfile } from "../src/index.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { references } from "../src/references.ts";

const scope = { region: "cn-hangzhou", account: "1234567890" };

function parse(text: string, within = scope as { readonly region: string; readonly account?: string }) {
  return references.parse(text, within);
}

describe("references to resources of Alibaba Cloud KMS", () => {
  it.each([
    ["key-hzz62f1cb66fa42qo1ab2", "key", "key-hzz62f1cb66fa42qo1ab2"],
    ["08c33a6f-4e0a-4a1b-a3fa-7ddf00000000", "key", "08c33a6f-4e0a-4a1b-a3fa-7ddf00000000"],
    ["key/key-1", "key", "key-1"],
    ["secret/MyDb/password@1", "secret", "MyDb/password@1"],
    ["certificate/770dbe42-e146-43d1-a55a-1355db860000", "certificate", "770dbe42-e146-43d1-a55a-1355db860000"],
  ])("accepts the short name %s", (text, kind, id) => {
    expect(parse(text)).toEqual({ reference: { provider: "alibaba", kind, id, alias: false, text } });
  });

  it("keeps an alias with its prefix, because it has to be resolved", () => {
    expect(parse("alias/payments")).toEqual({
      reference: { provider: "alibaba", kind: "key", id: "alias/payments", alias: true, text: "alias/payments" },
    });
  });

  it("trap 22: accepts the name of KMS and RAM and the Tag service's name for the same resource", () => {
    const name = "acs:kms:cn-hangzhou:1234567890:key/key-hzz62f1cb66fa42qo";
    const inKms = parse(name);
    const inTagService = parse(`arn:${name}`);
    expect(inKms).toEqual({
      reference: {
        provider: "alibaba",
        kind: "key",
        id: "key-hzz62f1cb66fa42qo",
        alias: false,
        region: "cn-hangzhou",
        account: "1234567890",
        text: name,
      },
    });
    expect(inTagService).toEqual({ reference: { ...("reference" in inKms && inKms.reference), text: `arn:${name}` } });
  });

  it("claims the names of Alibaba Cloud only, and none of AWS", () => {
    expect(references.claims("acs:kms:nonsense")).toBe(true);
    expect(references.claims("arn:acs:kms:cn-hangzhou:1:key/x")).toBe(true);
    expect(references.claims("arn:aws:kms:us-east-1:111122223333:key/x")).toBe(false);
    expect(references.claims("key/x")).toBe(false);
  });

  it.each([
    ["acs:kms:cn-beijing:1234567890:key/key-1", "cn-beijing"],
    ["acs:kms:cn-hangzhou:999:key/key-1", "999"],
    ["acs:kms:cn-hangzhou:*:key/key-1", "account"],
    ["acs:kms::1234567890:key/key-1", "region"],
    ["acs:kms:cn-hangzhou:1234567890", "not the name of a KMS resource"],
    ["acs:ecs:cn-hangzhou:1234567890:instance/i-1", "not the name of a KMS resource"],
    ["acs:kms:cn-hangzhou:1234567890:key/*", "character"],
    ["acs:kms:cn-hangzhou:1234567890:key/", "no name"],
    ["acs:kms:cn-hangzhou:1234567890:user/x", "does not name a kind"],
    ["acs:kms:cn-hangzhou:1234567890:__proto__/x", "does not name a kind"],
    ["payments", "does not name a kind"],
    ["", "does not name a kind"],
    [" key-1", "does not name a kind"],
    ["secret/with space", "character"],
  ])("refuses %j with the problem and the fix", (text, problem) => {
    const parsed = parse(text);
    if ("reference" in parsed) throw new Error("was taken");
    expect(parsed.problem).toContain(problem);
    expect(parsed.fix).not.toBe("");
  });

  it("accepts any account if the scope has none", () => {
    expect(parse("acs:kms:cn-hangzhou:42:secret/s", { region: "cn-hangzhou" })).toHaveProperty(
      "reference.account",
      "42",
    );
  });

  it("formats the full name if account and region are known, and otherwise the shortest", () => {
    const key = { provider: "alibaba", kind: "key", id: "key-1", alias: false, text: "x" } as const;
    expect(references.format(key, scope)).toBe("acs:kms:cn-hangzhou:1234567890:key/key-1");
    expect(references.format(key, { region: "cn-hangzhou" })).toBe("key-1");
    expect(references.format({ ...key, id: "odd" }, { region: "cn-hangzhou" })).toBe("key/odd");
    expect(references.format({ ...key, id: "alias/a", alias: true }, { region: "cn-hangzhou" })).toBe("alias/a");
  });

  const name = fc.oneof(
    fc.stringMatching(/^key\/[A-Za-z0-9-]{1,128}$/),
    fc.stringMatching(/^secret\/[A-Za-z0-9_/+=.@-]{1,256}$/),
    fc.stringMatching(/^certificate\/[A-Za-z0-9-]{1,128}$/),
    fc.stringMatching(/^alias\/[A-Za-z0-9_/-]{1,255}$/),
  );

  it("parses every name that it formats to the same resource", () => {
    fc.assert(
      fc.property(name, fc.boolean(), fc.boolean(), (text, full, withAccount) => {
        const within = withAccount ? scope : { region: scope.region };
        const first = parse(full ? `acs:kms:cn-hangzhou:1234567890:${text}` : text, within);
        if (!("reference" in first)) throw new Error(first.problem);
        const again = parse(references.format(first.reference, within), within);
        if (!("reference" in again)) throw new Error(again.problem);
        expect([again.reference.kind, again.reference.id, again.reference.alias]).toEqual([
          first.reference.kind,
          first.reference.id,
          first.reference.alias,
        ]);
      }),
    );
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string().map((rest) => `acs:${rest}`),
        ),
        (text) => {
          const parsed = parse(text);
          expect("reference" in parsed || (parsed.problem !== "" && parsed.fix !== "")).toBe(true);
        },
      ),
    );
  });
});

const facts = (name: string) => alibabaKmsProfile().references.factsOf(name);

it("says the kind, id, region and account of a full name, whatever the scope, and nothing of other names", () => {
  const place = { region: "cn-hangzhou", account: "1234567890" };
  for (const prefix of ["", "arn:"]) {
    expect(facts(`${prefix}acs:kms:cn-hangzhou:1234567890:key/key-1`)).toEqual({ ...place, kind: "key", id: "key-1" });
    expect(facts(`${prefix}acs:kms:cn-hangzhou:1234567890:secret/db/a`)).toEqual({
      ...place,
      kind: "secret",
      id: "db/a",
    });
    expect(facts(`${prefix}acs:kms:cn-hangzhou:1234567890:alias/a`)).toEqual({ ...place, kind: "key", id: "alias/a" });
  }
  for (const other of ["arn:aws:kms:cn-hangzhou:1234567890:key/1", "acs:ram::1:role/x", "acs:kms:::key/1", "key/1", ""])
    expect([other, facts(other)]).toEqual([other, undefined]);
});
