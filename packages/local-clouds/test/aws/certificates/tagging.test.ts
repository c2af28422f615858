import {
  AddTagsToCertificateCommand,
  DescribeCertificateCommand,
  ListTagsForCertificateCommand,
  ListTagsForResourceCommand,
  RemoveTagsFromCertificateCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type ACMClient,
  type Tag,
} from "@aws-sdk/client-acm";
import { expect, test } from "vitest";
import type { AwsSettings } from "../../../src/index.ts";
import { acmClientOf, startAcm } from "../../support/acm.ts";
import { refusal } from "../../support/aws.ts";
import { ManualClock } from "../../support/manual-clock.ts";

function tag(Key: string, Value?: string): Tag {
  return Value === undefined ? { Key } : { Key, Value };
}

function many(count: number, prefix = "k"): Tag[] {
  return Array.from({ length: count }, (_, index) => tag(`${prefix}${index}`, "v"));
}

async function listed(client: ACMClient, CertificateArn: string): Promise<Tag[] | undefined> {
  return (await client.send(new ListTagsForCertificateCommand({ CertificateArn }))).Tags;
}

function add(client: ACMClient, CertificateArn: string, ...Tags: Tag[]): Promise<unknown> {
  return client.send(new AddTagsToCertificateCommand({ CertificateArn, Tags }));
}

function remove(client: ACMClient, CertificateArn: string, ...Tags: Tag[]): Promise<unknown> {
  return client.send(new RemoveTagsFromCertificateCommand({ CertificateArn, Tags }));
}

/** How many of some requests at once are accepted. */
async function accepted(send: () => Promise<unknown>, count: number): Promise<number> {
  const settled = await Promise.allSettled(Array.from({ length: count }, send));
  return settled.filter(({ status }) => status === "fulfilled").length;
}

test.each(["ISSUED", "PENDING_VALIDATION", "EXPIRED", "REVOKED"] as const)(
  "tags of a certificate that is %s are added, overwritten in place, and removed on condition of a given value",
  async (status) => {
    const { aws, client } = await startAcm();
    const { arn } = aws.certificates.createCertificate({ status });
    expect(arn).toMatch(/^arn:aws:acm:us-east-1:111122223333:certificate\/[0-9a-f-]{36}$/);
    expect(await listed(client, arn)).toEqual([]);
    await add(client, arn, tag("team", "data"), tag("stage", "test"), tag("none"));
    await add(client, arn, tag("team", "payments"));
    const all = [tag("team", "payments"), tag("stage", "test"), tag("none", "")];
    expect(await listed(client, arn)).toEqual(all);
    await remove(client, arn, tag("team", "data"), tag("absent"));
    expect(await listed(client, arn)).toEqual(all);
    await remove(client, arn, tag("team", "payments"), tag("stage"), tag("none", ""));
    expect(await listed(client, arn)).toEqual([]);
  },
);

const pattern = String.raw`failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:\/=+\-@]*`;

test.each<[string, Tag[], string, string, Partial<AwsSettings>?]>([
  [
    "a wildcard",
    [tag("a", "b"), tag("Name", "*.dev")],
    "ValidationException",
    `'*.dev' at 'tags.2.member.value' ${pattern}`,
  ],
  ["a character of a key", [tag("a&b")], "ValidationException", `'a&b' at 'tags.1.member.key' ${pattern}`],
  ["a key of 129", [tag("k".repeat(129))], "ValidationException", "at 'tags.1.member.key' failed"],
  ["a value of 257", [tag("k", "v".repeat(257))], "ValidationException", "at 'tags.1.member.value' failed"],
  ["a key missing", [{ Key: undefined }], "ValidationException", "must not be null"],
  ["none", [], "ValidationException", "Value '[]' at 'tags' failed"],
  ["51 tags", many(51), "ValidationException", "Value '[...]' at 'tags' failed"],
  ["a reserved key", [tag("aws:x")], "InvalidTagException", "aws:"],
  ["a reserved key in capitals", [tag("AWS:x")], "InvalidTagException", "aws:"],
  ["a reserved value", [tag("x", "aws:y")], "InvalidTagException", "aws:"],
  ["a key twice", [tag("a", "1"), tag("a", "2")], "InvalidTagException", "duplicated"],
  [
    "a key twice, set",
    [tag("a"), tag("a")],
    "ValidationException",
    "",
    { certificateDuplicateKeysError: "ValidationException" },
  ],
  [
    "a value of 256, set",
    [tag("k", "v".repeat(256))],
    "ValidationException",
    "255",
    { certificateTagLengths: { key: 127, value: 255 } },
  ],
  ["a status, set", [tag("a")], "InvalidStateException", "ISSUED", { statusesRefusingTags: ["ISSUED"] }],
  ["51 in the end", many(50), "TooManyTagsException", "The request contains too many tags."],
  ["a tag policy", [tag("team", "x")], "TagPolicyException", "tag policy", { tagPolicy: { team: ["data"] } }],
])("AddTagsToCertificate refuses and applies nothing: %s", async (_what, Tags, name, text, settings = {}) => {
  const { aws, client } = await startAcm({ settings });
  const { arn } = aws.certificates.createCertificate({ tags: { present: "1" } });
  const error = await refusal(add(client, arn, ...Tags));
  expect(error).toMatchObject({ name, status: 400, message: expect.stringContaining(text) });
  expect(aws.certificates.tagsOf(arn)).toEqual({ present: "1" });
});

test("settings accept what the defaults refuse, and RemoveTagsFromCertificate has the same rules", async () => {
  const { aws, client } = await startAcm({
    settings: {
      certificateTagLimitCounts: "request",
      certificateDuplicateKeysError: "none",
      certificateReservedKeys: "lower-case",
      certificateReservedValues: "accept",
      certificateAbsentTagValue: "absent",
      certificateAbsentTag: "InvalidTagException",
      managersRefusingTags: ["CLOUDFRONT"],
    },
  });
  const { arn } = aws.certificates.createCertificate({ tags: { "aws:x": "1" } });
  await add(client, arn, tag("a", "1"), tag("a", "aws:2"), tag("AWS:b", "x"), tag("none"));
  expect(await listed(client, arn)).toEqual([tag("aws:x", "1"), tag("a", "aws:2"), tag("AWS:b", "x"), tag("none")]);
  expect((await refusal(remove(client, arn, tag("aws:x")))).name).toBe("InvalidTagException");
  expect((await refusal(remove(client, arn, tag("a"), tag("absent")))).name).toBe("InvalidTagException");
  await remove(client, arn, tag("none"), tag("AWS:b", "other"));
  await add(client, arn, ...many(50));
  expect(Object.keys(aws.certificates.tagsOf(arn))).toHaveLength(53);
  const managed = aws.certificates.createCertificate({ managedBy: "CLOUDFRONT" });
  for (const call of [add(client, managed.arn, tag("a")), remove(client, managed.arn, tag("a"))]) {
    expect((await refusal(call)).name).toBe("AccessDeniedException");
  }
});

test("a certificate is found by its whole ARN only", async () => {
  const { aws, client } = await startAcm();
  const { arn, certificateId } = aws.certificates.createCertificate();
  const removed = aws.certificates.createCertificate();
  aws.certificates.removeCertificate(removed.arn);
  const settings = {
    certificateArnError: "ValidationException",
    certificateOtherRegionError: "InvalidArnException",
    certificateOtherAccountError: "AccessDeniedException",
  } as const;
  const other = acmClientOf((await startAcm({ settings })).aws);
  for (const [named, name, whenSet] of [
    [certificateId, "ValidationException", "ValidationException"],
    ["arn:aws:acm:us-east-1:111122223333:certificate", "InvalidArnException", "ValidationException"],
    [arn.replace(":acm:", ":acm-pca:"), "ValidationException", "ValidationException"],
    [arn.replace("us-east-1", "eu-west-1"), "ResourceNotFoundException", "InvalidArnException"],
    [arn.replace("111122223333", "222222222222"), "ResourceNotFoundException", "AccessDeniedException"],
    [removed.arn, "ResourceNotFoundException", "ResourceNotFoundException"],
  ] as const) {
    const describe = new DescribeCertificateCommand({ CertificateArn: named });
    const answers = [await refusal(client.send(describe)), await refusal(other.send(describe))];
    expect({ named, answers: answers.map((answer) => answer.name) }).toEqual({ named, answers: [name, whenSet] });
  }
});

test("the general tag operations are for other resources, unless a setting says otherwise", async () => {
  const ResourceArn = "arn:aws:acm:us-east-1:111122223333:acme-endpoint/1";
  for (const generalTaggingOfCertificates of ["refuse", "accept"] as const) {
    const { aws, client } = await startAcm({ settings: { generalTaggingOfCertificates } });
    const { arn } = aws.certificates.createCertificate({ tags: { a: "1" } });
    const outcomes = async (named: string): Promise<unknown[]> => {
      const calls = [
        client.send(new TagResourceCommand({ ResourceArn: named, Tags: [tag("b", "2")] })),
        client.send(new UntagResourceCommand({ ResourceArn: named, TagKeys: ["a"] })),
        client.send(new ListTagsForResourceCommand({ ResourceArn: named })),
      ];
      const settled = await Promise.allSettled(calls as Promise<unknown>[]);
      return settled.map((each) => (each.status === "rejected" ? (each.reason as Error).name : "done"));
    };
    expect(await outcomes(ResourceArn)).toEqual(Array.from({ length: 3 }, () => "ResourceNotFoundException"));
    const expected = generalTaggingOfCertificates === "accept" ? "done" : "ValidationException";
    expect(await outcomes(arn)).toEqual([expected, expected, expected]);
    expect(aws.certificates.tagsOf(arn)).toEqual(expected === "done" ? { b: "2" } : { a: "1" });
  }
});

test("quotas, faults, stale readings and the request log", async () => {
  const clock = new ManualClock();
  const { aws, client } = await startAcm({ quotas: "documented", consistency: { delayMs: 1000 } }, { clock });
  const { arn } = aws.certificates.createCertificate();
  expect([
    await accepted(() => add(client, arn, tag("a", "1")), 6),
    await accepted(() => remove(client, arn, tag("b")), 6),
    await accepted(() => listed(client, arn), 11),
    await accepted(() => client.send(new DescribeCertificateCommand({ CertificateArn: arn })), 11),
  ]).toEqual([5, 5, 10, 10]);
  clock.advance(999);
  expect(await listed(client, arn)).toEqual([]);
  clock.advance(1);
  expect(await listed(client, arn)).toEqual([tag("a", "1")]);
  aws.faults.add({ kind: "server-error-json", operation: "acm:*", resource: arn, times: 1 });
  aws.faults.add({ kind: "reset-after-applying", operation: "AddTagsToCertificate", times: 1 });
  expect(await refusal(add(client, arn, tag("c")))).toMatchObject({ name: "InternalServerException", status: 500 });
  expect((await refusal(add(client, arn, tag("c")))).status).toBeUndefined();
  expect(aws.certificates.tagsOf(arn)).toEqual({ a: "1", c: "" });
  expect(aws.requests.entries.at(-1)).toMatchObject({ service: "acm", resources: [arn], applied: true });
  expect(aws.requests.count("acm:AddTagsToCertificate")).toBe(8);
});
