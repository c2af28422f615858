import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  ListSecretsCommand,
  PutResourcePolicyCommand,
  RestoreSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { refusal } from "../../support/aws.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { secretsClientOf, startSecrets } from "../../support/secrets.ts";

const Tags = [{ Key: "a", Value: "b" }];
const dayMs = 24 * 60 * 60 * 1000;
const notFound = {
  name: "ResourceNotFoundException",
  message: "Secrets Manager can't find the specified secret.",
  status: 400,
};
const marked = {
  name: "InvalidRequestException",
  message: "You can't perform this operation on the secret because it was marked for deletion.",
  status: 400,
};
const replica = {
  name: "InvalidParameterException",
  message: "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
  status: 400,
};

test("a secret is found by its name, its ARN and its ARN without suffix, and by nothing else", async () => {
  const { aws, client } = await startSecrets();
  const { arn } = aws.secrets.createSecret({ name: "app/db", suffix: "AbC123" });
  const trap = aws.secrets.createSecret({ name: "app-backup", suffix: "XyZ789" });
  const found = async (SecretId: string): Promise<string | undefined> =>
    (await client.send(new DescribeSecretCommand({ SecretId }))).ARN;
  expect(await Promise.all(["app/db", arn, arn.slice(0, -7)].map(found))).toEqual([arn, arn, arn]);
  // The last six characters of this name look like a suffix.
  expect(await Promise.all(["app-backup", trap.arn].map(found))).toEqual([trap.arn, trap.arn]);
  const own = "arn:aws:secretsmanager:us-east-1:111122223333:secret";
  for (const [SecretId, error] of [
    ["app/db-AbC123", notFound],
    [`${own}:app/db-AbC124`, notFound],
    [`${own}:app-backup`, notFound],
    [arn.replace("us-east-1", "eu-west-1"), notFound],
    ["a&b", { name: "ValidationException", message: expect.stringContaining("Invalid name. Must be") }],
    [`${own}/app/db`, { name: "ValidationException" }],
    [arn.replace("secretsmanager", "kms"), { name: "ValidationException" }],
    [arn.replace("111122223333", "222222222222"), { name: "AccessDeniedException" }],
  ] as const) {
    expect({ SecretId, ...(await refusal(found(SecretId))) }).toMatchObject({ SecretId, ...error });
  }
  const other = await startSecrets({
    settings: {
      secretNameLikeSuffix: "found",
      secretOtherAccountError: "ResourceNotFoundException",
      secretOtherRegionError: "InvalidParameterException",
    },
  });
  const again = other.aws.secrets.createSecret({ name: "app-backup" });
  const describe = (SecretId: string): Promise<{ ARN?: string | undefined }> =>
    other.client.send(new DescribeSecretCommand({ SecretId }));
  expect((await describe(`${own}:app-backup`)).ARN).toBe(again.arn);
  expect(await refusal(describe(again.arn.replace("111122223333", "222222222222")))).toEqual(notFound);
  expect((await refusal(describe(again.arn.replace("us-east-1", "eu-west-1")))).name).toBe("InvalidParameterException");
});

test("a secret that is marked for deletion is described, and listed on request, but not changed", async () => {
  const clock = new ManualClock();
  const { aws, client } = await startSecrets({}, { clock });
  const created = await client.send(new CreateSecretCommand({ Name: "s", SecretString: "x", Tags }));
  const SecretId = created.ARN ?? "";
  const list = async (IncludePlannedDeletion?: boolean): Promise<unknown[]> =>
    (await client.send(new ListSecretsCommand({ IncludePlannedDeletion }))).SecretList?.map(({ ARN }) => ARN) ?? [];
  const deletion = await client.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
  const planned = new Date(clock.now() + 7 * dayMs);
  expect(deletion).toMatchObject({ ARN: SecretId, Name: "s", DeletionDate: planned });
  expect(await client.send(new DescribeSecretCommand({ SecretId }))).toMatchObject({ DeletedDate: planned, Tags });
  expect([await list(), await list(false), await list(true)]).toEqual([[], [], [SecretId]]);
  for (const command of [
    new TagResourceCommand({ SecretId, Tags: [] }),
    new UntagResourceCommand({ SecretId, TagKeys: ["a"] }),
  ]) {
    expect(await refusal(client.send(command as TagResourceCommand))).toEqual(marked);
  }
  expect(await refusal(client.send(new GetResourcePolicyCommand({ SecretId })))).toEqual(marked);
  expect(aws.secrets.tagsOf(SecretId)).toEqual({ a: "b" });
  expect((await refusal(client.send(new CreateSecretCommand({ Name: "s" })))).name).toBe("InvalidRequestException");

  await client.send(new RestoreSecretCommand({ SecretId }));
  await client.send(new TagResourceCommand({ SecretId, Tags: [{ Key: "c", Value: "d" }] }));
  expect((await refusal(client.send(new CreateSecretCommand({ Name: "s" })))).name).toBe("ResourceExistsException");
  await client.send(new DeleteSecretCommand({ SecretId }));
  clock.advance(30 * dayMs);
  expect(await refusal(client.send(new DescribeSecretCommand({ SecretId })))).toEqual(notFound);
  expect(await list(true)).toEqual([]);
  const second = await client.send(new CreateSecretCommand({ Name: "s" }));
  expect(second.ARN).not.toBe(SecretId);
  expect(await refusal(client.send(new DescribeSecretCommand({ SecretId })))).toEqual(notFound);
  await client.send(new DeleteSecretCommand({ SecretId: "s", ForceDeleteWithoutRecovery: true }));
  expect(await list(true)).toEqual([]);
});

test.each([
  [{ RecoveryWindowInDays: 6 }, "between 7 and 30"],
  [{ RecoveryWindowInDays: 31 }, "between 7 and 30"],
  [{ RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }, "in conjunction with"],
])("DeleteSecret refuses %j", async (input, text) => {
  const { aws, client } = await startSecrets();
  aws.secrets.createSecret({ name: "s" });
  const error = await refusal(client.send(new DeleteSecretCommand({ SecretId: "s", ...input })));
  expect([error.name, error.message.includes(text)]).toEqual(["InvalidParameterException", true]);
  expect(aws.secrets.describe("s").deletedAt).toBeUndefined();
});

test("DeletedDate can be the day of the request instead", async () => {
  const clock = new ManualClock();
  const { aws, client } = await startSecrets({ settings: { secretDeletedDate: "requested" } }, { clock });
  aws.secrets.createSecret({ name: "s", deletedInDays: 9 });
  expect((await client.send(new DescribeSecretCommand({ SecretId: "s" }))).DeletedDate).toEqual(new Date(clock.now()));
});

test("replicas have the suffix, tags and policy of the primary, and refuse changes", async () => {
  const clock = new ManualClock();
  const { aws, client } = await startSecrets(
    { regions: ["us-east-1", "eu-west-1"], settings: { replicaLagMs: 5000 } },
    { clock },
  );
  const there = secretsClientOf(aws, { region: "eu-west-1" });
  const { ARN = "", ReplicationStatus } = await client.send(
    new CreateSecretCommand({ Name: "s", Tags, AddReplicaRegions: [{ Region: "eu-west-1" }] }),
  );
  expect(ReplicationStatus).toMatchObject([{ Region: "eu-west-1", Status: "InSync" }]);
  clock.advance(5000);
  await client.send(new TagResourceCommand({ SecretId: "s", Tags: [{ Key: "c", Value: "d" }] }));
  await client.send(new PutResourcePolicyCommand({ SecretId: "s", ResourcePolicy: "{}" }));
  const copy = ARN.replace("us-east-1", "eu-west-1");
  const describe = new DescribeSecretCommand({ SecretId: copy });
  expect(await there.send(describe)).toMatchObject({ ARN: copy, PrimaryRegion: "us-east-1", Tags });
  clock.advance(5000);
  expect((await there.send(describe)).Tags).toEqual([...Tags, { Key: "c", Value: "d" }]);
  expect((await there.send(new GetResourcePolicyCommand({ SecretId: "s" }))).ResourcePolicy).toBe("{}");
  for (const call of [
    there.send(new TagResourceCommand({ SecretId: "s", Tags })),
    there.send(new UntagResourceCommand({ SecretId: "s", TagKeys: ["a"] })),
    there.send(new DeleteSecretCommand({ SecretId: "s" })),
  ]) {
    expect(await refusal(call)).toEqual(replica);
  }
  const deletion = await refusal(client.send(new DeleteSecretCommand({ SecretId: "s" })));
  expect(deletion.message).toContain("still has replica regions [eu-west-1]");
  const open = await startSecrets({
    regions: ["us-east-1", "eu-west-1"],
    settings: { replicaTagging: "accept" },
  });
  const { name } = open.aws.secrets.createSecret({ name: "s", replicas: ["eu-west-1"] });
  await secretsClientOf(open.aws, { region: "eu-west-1" }).send(new TagResourceCommand({ SecretId: name, Tags }));
  expect([open.aws.secrets.tagsOf(name), open.aws.secrets.tagsOf(name, "eu-west-1")]).toEqual([{}, { a: "b" }]);
});

test("an owned secret accepts tags, unless its owner refuses them", async () => {
  const { aws, client } = await startSecrets({ settings: { ownersRefusingTags: ["events"] } });
  aws.secrets.createSecret({ name: "rds!db-1", owningService: "rds" });
  aws.secrets.createSecret({ name: "events!connection/1", owningService: "events" });
  await client.send(new TagResourceCommand({ SecretId: "rds!db-1", Tags }));
  expect(aws.secrets.tagsOf("rds!db-1")).toEqual({ a: "b", "aws:secretsmanager:owningService": "rds" });
  for (const call of [
    client.send(new TagResourceCommand({ SecretId: "events!connection/1", Tags })),
    client.send(new UntagResourceCommand({ SecretId: "events!connection/1", TagKeys: ["a"] })),
  ]) {
    expect((await refusal(call)).name).toBe("InvalidRequestException");
  }
});

test("a policy is returned as it is stored, and absent if there is none", async () => {
  const { aws, client } = await startSecrets();
  aws.secrets.createSecret({ name: "s", policy: { Version: "2012-10-17" } });
  aws.secrets.createSecret({ name: "t" });
  const get = async (SecretId: string): Promise<string | undefined> =>
    (await client.send(new GetResourcePolicyCommand({ SecretId }))).ResourcePolicy;
  expect([await get("s"), await get("t")]).toEqual(['{"Version":"2012-10-17"}', undefined]);
  const put = (ResourcePolicy: string): Promise<unknown> =>
    client.send(new PutResourcePolicyCommand({ SecretId: "t", ResourcePolicy }));
  expect((await refusal(put("[]"))).name).toBe("MalformedPolicyDocumentException");
  await put('{ "Statement": [] }');
  expect(await get("t")).toBe('{ "Statement": [] }');
});
