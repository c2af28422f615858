import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DriverScope } from "@crosstag/core/driver";
import { awsKmsProfile } from "../src/index.ts";

const { references } = awsKmsProfile();
const scope: DriverScope = { region: "eu-west-1", partition: "aws" };
const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const mrk = "mrk-1234abcd12ab34cd56ef1234567890ab";

const HEX_DIGITS = Array.from({ length: 16 }, (_, digit) => digit.toString(16));
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...HEX_DIGITS), minLength: length, maxLength: length });
const keyIds = fc.oneof(
  fc.uuid(),
  hex(32).map((digits) => `mrk-${digits}`),
);
const accounts = fc.stringMatching(/^\d{12}$/);

function parsed(text: string, within: DriverScope = scope) {
  const result = references.parse(text, within);
  if ("problem" in result) throw new Error(`${text}: ${result.problem}`);
  return result.reference;
}

function problem(text: string, within: DriverScope = scope, grammar = references): string {
  const result = grammar.parse(text, within);
  if (!("problem" in result)) throw new Error(`${text} was taken`);
  expect(result.fix).not.toBe("");
  return `${result.problem} ${result.fix}`;
}

describe("names of keys", () => {
  test.each([id, mrk, `key/${id}`, `arn:aws:kms:eu-west-1:111122223333:key/${id}`])("%s is a key", (text) => {
    expect(parsed(text)).toMatchObject({ provider: "aws", kind: "key", alias: false, text });
    expect(parsed(text).id).toBe(text.replace(/^.*key\//, ""));
  });

  test.each(["alias/payments", "alias/a/b_c-1", "arn:aws:kms:eu-west-1:111122223333:alias/payments"])(
    "%s is an alias",
    (text) => {
      expect(parsed(text)).toMatchObject({ alias: true, id: text.replace(/^.*:/, "") });
    },
  );

  test.each([
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["eusc-de-east-1", "aws-eusc"],
  ])("an ARN of %s is in partition %s", (region, partition) => {
    expect(parsed(`arn:${partition}:kms:${region}:111122223333:key/${id}`, { region }).partition).toBe(partition);
    expect(problem(`arn:aws:kms:${region}:111122223333:key/${id}`, { region })).toContain(partition);
  });

  test("property: formatting a parsed name and parsing it again results in the same key", () => {
    fc.assert(
      fc.property(keyIds, accounts, fc.boolean(), (keyId, account, full) => {
        const text = full ? `arn:aws:kms:eu-west-1:${account}:key/${keyId}` : keyId;
        const reference = parsed(text);
        const name = references.format(reference, scope);
        expect(name).toBe(text);
        const withAccount = references.format(reference, { ...scope, account });
        expect(parsed(withAccount)).toEqual({
          ...reference,
          partition: "aws",
          region: "eu-west-1",
          account,
          text: withAccount,
        });
      }),
    );
  });

  test("property: the grammar never throws, and accepts only safe names", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string().map((tail) => `arn:aws:kms:eu-west-1:111122223333:${tail}`),
        ),
        (text) => {
          const result = references.parse(text, scope);
          expect("reference" in result ? result.reference.id : id).toMatch(
            /^(?:alias\/[\w/-]+|[0-9a-f-]+|mrk-[0-9a-f]+)$/,
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("refused before a call", () => {
  test("trap 14: an ARN of another region, account or partition names both", () => {
    const arn = `arn:aws:kms:us-east-1:111122223333:key/${mrk}`;
    expect(problem(arn)).toMatch(/us-east-1.*eu-west-1/);
    expect(problem(arn, { region: "us-east-1", account: "444455556666" })).toMatch(/111122223333.*444455556666/);
    expect(problem(arn, { region: "us-east-1", partition: "aws-cn" })).toMatch(/"aws", .*"aws-cn"/);
  });

  test.each([
    "",
    "fake-key-id",
    "134f2428cec14b25a1ae9048164dba47",
    "mrk-fake-key-id",
    `${id} `,
    `${id}\n`,
    `key/${id}/x`,
    "key/",
    "arn:",
    "arn:aws:kms:eu-west-1:1:key/x",
    `arn:aws:kms:eu-west-1:111122223333:${id}`,
    `arn:aws:kms:eu-west-1:111122223333:key/${id}\n`,
    `arn:aws:kms::111122223333:key/${id}`,
    "alias/",
    "alias/a b",
    `alias/${"a".repeat(251)}`,
  ])("trap 15: a malformed name is refused: %j", (text) => {
    expect(problem(text)).not.toBe("");
  });

  test("property, trap 15: a valid id with one character less or more is refused", () => {
    fc.assert(
      fc.property(keyIds, fc.nat(35), (keyId, at) => {
        const shorter = keyId.slice(0, at) + keyId.slice(at + 1);
        for (const text of [shorter, `${keyId}0`, `0${keyId}`])
          expect(references.parse(text, scope)).toHaveProperty("problem");
      }),
    );
  });

  test("capitals have a message of their own", () => {
    expect(problem(id.toUpperCase())).toContain("lower case");
  });

  test.each(["alias/aws/s3", "alias/AWS/s3", "alias/aws", "arn:aws:kms:eu-west-1:111122223333:alias/aws/ebs"])(
    "trap 16: %s is never sent",
    (text) => {
      expect(problem(text)).toContain("alias/aws/");
    },
  );

  test.each([
    "secret/db",
    "certificate/x",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
    "arn:aws:acm:eu-west-1:111122223333:certificate/1",
  ])("%s: AWS KMS has keys only", (text) => {
    expect(problem(text)).toContain("keys only");
  });

  test("a text that begins like an ARN is claimed, a bare id is not", () => {
    expect(references.claims("arn:aws:kms:broken")).toBe(true);
    expect(references.claims("ARN:x")).toBe(true);
    expect(references.claims(id)).toBe(false);
    expect(references.claims("acs:kms:cn-hangzhou:1:key/x")).toBe(false);
    expect(references.claims("arn:acs:kms:cn-hangzhou:1:key/x")).toBe(false);
  });
});

test("qkms accepts ids of letters, digits, - and _", () => {
  const lenient = awsKmsProfile("qkms").references;
  expect(lenient.parse("my_key-1", scope)).toMatchObject({ reference: { id: "my_key-1", kind: "key" } });
  for (const text of ["a b", "../x", "", "-x", "a".repeat(2049), "x:y", "alias/aws/x"]) problem(text, scope, lenient);
});

test("a full name says its kind, id, region and account, whatever the scope; other names say nothing", () => {
  const place = { kind: "key", region: "eu-central-1", account: "111122223333" };
  expect(references.factsOf("arn:aws-cn:kms:eu-central-1:111122223333:key/1234")).toEqual({ ...place, id: "1234" });
  expect(references.factsOf("arn:aws:kms:eu-central-1:111122223333:alias/team/a")).toEqual({
    ...place,
    id: "alias/team/a",
  });
  for (const other of [
    "acs:kms:eu-central-1:111122223333:key/1234",
    "arn:acs:kms:eu-central-1:111122223333:key/1234",
    "arn:aws:s3:::bucket",
    "arn:aws:kms:::key/1234",
    "arn:aws:kms:eu-central-1:111122223333:grant/1",
    "arn:gcp:kms:eu-central-1:111122223333:key/1234",
    "key/1234",
    "",
  ])
    expect([other, references.factsOf(other)]).toEqual([other, undefined]);
});
