import {
  CreateSecretCommand,
  DescribeSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type Tag,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import type { AwsSettings } from "../../../src/index.ts";
import { refusal } from "../../support/aws.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { sendRaw } from "../../support/send-raw.ts";
import { startSecrets } from "../../support/secrets.ts";
import { signed } from "../../support/sign-v4.ts";

function tag(Key: string, Value?: string): Tag {
  return Value === undefined ? { Key } : { Key, Value };
}

function many(count: number, prefix = "k"): Tag[] {
  return Array.from({ length: count }, (_, index) => tag(`${prefix}${index}`, "v"));
}

test("tags are added, overwritten in place and removed, and each change is one of the secret", async () => {
  const clock = new ManualClock();
  const { aws, client } = await startSecrets({}, { clock });
  const { name, arn } = aws.secrets.createSecret({ name: "app/database" });
  expect(arn).toMatch(/^arn:aws:secretsmanager:us-east-1:111122223333:secret:app\/database-[A-Za-z0-9]{6}$/);
  const describe = (): Promise<{ Tags?: Tag[] | undefined; LastChangedDate?: Date | undefined }> =>
    client.send(new DescribeSecretCommand({ SecretId: name }));
  const created = await describe();
  // Recorded: a secret that never had tags has no field for them, one that lost its tags has an empty list.
  expect("Tags" in created).toBe(false);

  clock.advance(1000);
  await client.send(new TagResourceCommand({ SecretId: arn, Tags: [tag("team", "data"), tag("Team", "")] }));
  await client.send(new TagResourceCommand({ SecretId: name, Tags: [tag("team", "payments"), tag("stage", "test")] }));
  const tagged = await describe();
  expect(tagged.Tags).toEqual([tag("team", "payments"), tag("Team", ""), tag("stage", "test")]);
  expect(Number(tagged.LastChangedDate) - Number(created.LastChangedDate)).toBe(1000);

  clock.advance(1000);
  await client.send(new UntagResourceCommand({ SecretId: name, TagKeys: ["team", "Team", "stage", "absent"] }));
  const untagged = await describe();
  expect(untagged.Tags).toEqual([]);
  expect(Number(untagged.LastChangedDate) - Number(created.LastChangedDate)).toBe(2000);
});

test("a success has no body, and a refusal of the model has its text in Message", async () => {
  const { aws } = await startSecrets();
  aws.secrets.createSecret({ name: "s" });
  const send = (
    target: string,
    body: object,
    service = "secretsmanager",
  ): Promise<{ status: number; body: string }> => {
    const headers = {
      host: new URL(aws.endpoint).host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
    };
    const request = { method: "POST", target: "/", headers, body: JSON.stringify(body) };
    return sendRaw(aws.endpoint, signed(request, { ...aws.credentials, service }));
  };
  expect(await send("secretsmanager.TagResource", { SecretId: "s", Tags: [{ Key: "a", Value: "b" }] })).toMatchObject({
    status: 200,
    body: "",
    headers: { "content-length": "0" },
  });
  expect((await send("secretsmanager.DescribeSecret", { SecretId: "t" })).body).toBe(
    `{"__type":"ResourceNotFoundException","Message":"Secrets Manager can't find the specified secret."}`,
  );
  expect((await send("secretsmanager.DescribeSecret", {})).body).toContain(
    '{"__type":"ValidationException","message":',
  );
  expect((await send("secretsmanager.DescribeSecret", { SecretId: "s" }, "kms")).body).toContain(
    "Credential should be scoped to correct service: 'secretsmanager'.",
  );
  expect((await send("secretsmanager.GetSecretValue", { SecretId: "s" })).body).toContain(
    "This is a local AWS. Operations of secretsmanager are CreateSecret,",
  );
});

const longKey = "k".repeat(129);
const longValue = "v".repeat(257);
const tooLong = (path: string, value: string, most: number): string =>
  `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: Member must have length less than or equal to ${most}`;

test.each<[string, Tag[], string, string, Partial<AwsSettings>?]>([
  ["key of 129", [tag(longKey)], "ValidationException", tooLong("tags.1.member.key", longKey, 128)],
  ["value of 257", [tag("a", longValue)], "ValidationException", tooLong("tags.1.member.value", longValue, 256)],
  ["an empty key", [tag("")], "ValidationException", "greater than or equal to 1"],
  ["a key missing", [{ Value: "v" }], "ValidationException", "at 'tags.1.member.key' failed"],
  ["a character", [tag("a", "b&c")], "InvalidParameterException", "not allowed"],
  ["none", [], "InvalidParameterException", "at least one tag"],
  ["a key twice", [tag("a"), tag("a", "b")], "InvalidParameterException", "duplicated"],
  [
    "a reserved key",
    [tag("b"), tag("aws:a")],
    "InvalidParameterException",
    "You can't modify system tags. Tag key: 'aws:a'.",
  ],
  ["AWS:", [tag("AWS:a")], "InvalidParameterException", "You can't modify system tags. Tag key: 'AWS:a'."],
  ["51 tags", many(51), "InvalidParameterException", "up to 50 tags"],
  [
    "a key of 128, set",
    [tag("k".repeat(128))],
    "ValidationException",
    "127",
    { secretTagLengths: { key: 127, value: 255 } },
  ],
  ["none, set", [], "ValidationException", "", { secretEmptyListError: "ValidationException" }],
  ["a character, set", [tag("&")], "ValidationException", "", { secretTagCharactersError: "ValidationException" }],
  [
    "a key twice, set",
    [tag("a"), tag("a")],
    "ValidationException",
    "",
    { secretDuplicateKeysError: "ValidationException" },
  ],
  ["51 tags, set", many(51), "LimitExceededException", "", { secretTooManyTagsError: "LimitExceededException" }],
  ["a tag policy", [tag("team", "x")], "InvalidParameterException", "tag policy", { tagPolicy: { team: ["data"] } }],
])("TagResource refuses and applies nothing: %s", async (_what, Tags, name, text, settings = {}) => {
  const { aws, client } = await startSecrets({ settings });
  aws.secrets.createSecret({ name: "s", tags: { "aws:cloudformation:stack-name": "x" } });
  const before = aws.secrets.describe("s");
  const error = await refusal(client.send(new TagResourceCommand({ SecretId: "s", Tags })));
  expect([error.name, error.status]).toEqual([name, 400]);
  expect(error.message).toContain(text);
  expect(aws.secrets.describe("s")).toEqual(before);
  const create = new CreateSecretCommand({ Name: "t", Tags: Tags.length === 0 ? [tag("")] : Tags });
  expect((await refusal(client.send(create))).status).toBe(400);
  expect(aws.secrets.list()).toHaveLength(1);
});

test("settings accept what the defaults refuse; tags of AWS do not count", async () => {
  const { aws, client } = await startSecrets({
    settings: {
      secretEmptyListError: "none",
      secretTagCharactersError: "none",
      secretDuplicateKeysError: "none",
      secretReservedKeys: "lower-case",
      secretUntagReservedError: "none",
      secretAbsentTagValue: "absent",
    },
  });
  aws.secrets.createSecret({ name: "s", tags: { "aws:x": "1" } });
  const send = (Tags: Tag[]): Promise<unknown> => client.send(new TagResourceCommand({ SecretId: "s", Tags }));
  await send([]);
  await send([tag("a&b", "*"), tag("twice", "1"), tag("twice", "2"), tag("AWS:y", ""), tag("none")]);
  const { Tags } = await client.send(new DescribeSecretCommand({ SecretId: "s" }));
  expect(Tags).toEqual([tag("aws:x", "1"), tag("a&b", "*"), tag("twice", "2"), tag("AWS:y", ""), tag("none")]);
  await send(many(46));
  expect((await refusal(send([tag("one-more")]))).message).toContain("up to 50 tags");
  await client.send(new UntagResourceCommand({ SecretId: "s", TagKeys: [] }));
  await client.send(new UntagResourceCommand({ SecretId: "s", TagKeys: ["aws:x"] }));
  expect(aws.secrets.tagsOf("s")).not.toHaveProperty("aws:x");
});

test("UntagResource refuses a tag of AWS and an empty list, and stores an empty value by default", async () => {
  const { aws, client } = await startSecrets();
  aws.secrets.createSecret({ name: "s", owningService: "rds", tags: { a: "b" } });
  const untag = (...TagKeys: string[]): Promise<unknown> =>
    client.send(new UntagResourceCommand({ SecretId: "s", TagKeys }));
  expect(await refusal(untag("a", "aws:secretsmanager:owningService"))).toMatchObject({
    name: "InvalidParameterException",
    message: "You can't modify system tags. Tag key: 'aws:secretsmanager:owningService'.",
  });
  expect((await refusal(untag())).name).toBe("InvalidParameterException");
  await client.send(new TagResourceCommand({ SecretId: "s", Tags: [tag("none")] }));
  const { Tags, OwningService } = await client.send(new DescribeSecretCommand({ SecretId: "s" }));
  expect([Tags?.at(-1), Tags?.length, OwningService]).toEqual([tag("none", ""), 3, "rds"]);
});

test("a change of tags that removes the caller's own access is denied", async () => {
  const { aws, client } = await startSecrets({ settings: { secretAccessTagKeys: ["team"] } });
  aws.secrets.createSecret({ name: "s", tags: { team: "data" } });
  for (const call of [
    client.send(new TagResourceCommand({ SecretId: "s", Tags: [tag("stage", "x"), tag("team", "x")] })),
    client.send(new UntagResourceCommand({ SecretId: "s", TagKeys: ["team"] })),
  ]) {
    expect(await refusal(call)).toMatchObject({ name: "AccessDeniedException", status: 400 });
  }
  expect(aws.secrets.tagsOf("s")).toEqual({ team: "data" });
});
