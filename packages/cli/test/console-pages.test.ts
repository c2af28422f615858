import { adapter as alibaba } from "@crosstag/alibaba";
import { adapter as aws } from "@crosstag/aws";
import { unreadRecord } from "@crosstag/compliance";
import { expect, test } from "vitest";
import { consolePages } from "../src/compliance/console-pages.ts";

const record = (reference: string, provider: string, region: string, kind: "key" | "secret" = "key") =>
  unreadRecord({ reference, provider, region, kind, id: "" }, { code: "not-found", message: "" });

const cloud = (region: string, dialect?: string, endpoint?: string) => ({
  ...aws.profile(dialect),
  scope: { region },
  ...(endpoint !== undefined && { endpoint }),
});
const china = { ...alibaba.profile(), scope: { region: "cn-hangzhou" } };
const KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";

test.each([
  ["eu-central-1", "aws", "https://eu-central-1.console.aws.amazon.com/kms/home?region=eu-central-1"],
  ["cn-north-1", "aws-cn", "https://cn-north-1.console.amazonaws.cn/kms/home?region=cn-north-1"],
  ["us-gov-west-1", "aws-us-gov", "https://us-gov-west-1.console.amazonaws-us-gov.com/kms/home?region=us-gov-west-1"],
])("a key in %s has a page in the console of its partition", (region, partition, page) => {
  const pageOf = consolePages([cloud("us-east-2"), cloud(region), china]);
  expect(pageOf(record(`arn:${partition}:kms:${region}:111122223333:key/${KEY}`, "aws", region))).toBe(
    `${page}#/kms/keys/${KEY}`,
  );
});

test("a key of Alibaba Cloud has a page, a secret has none", () => {
  const pageOf = consolePages([china]);
  expect(pageOf(record("acs:kms:cn-hangzhou:1234567890:key/key-hzz1", "alibaba", "cn-hangzhou"))).toBe(
    "https://kms.console.aliyun.com/cn-hangzhou/key/detail/key-hzz1",
  );
  const secret = record("acs:kms:cn-hangzhou:1234567890:secret/database", "alibaba", "cn-hangzhou", "secret");
  expect(pageOf(secret)).toBeUndefined();
});

test("a cloud with an endpoint of its own, another dialect, an unknown cloud and a region without a console have none", () => {
  const region = "eu-central-1";
  const key = record(`arn:aws:kms:${region}:111122223333:key/${KEY}`, "aws", region);
  expect(consolePages([cloud(region, undefined, "http://127.0.0.1:4566")])(key)).toBeUndefined();
  expect(consolePages([cloud(region), cloud(region, undefined, "http://127.0.0.1:4566")])(key)).toBeUndefined();
  expect(consolePages([cloud(region, "qkms")])(key)).toBeUndefined();
  expect(consolePages([cloud("us-east-1")])(key)).toBeUndefined();
  const isolated = record(`arn:aws-iso:kms:us-iso-east-1:111122223333:key/${KEY}`, "aws", "us-iso-east-1");
  expect(consolePages([cloud("us-iso-east-1")])(isolated)).toBeUndefined();
});
