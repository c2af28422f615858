import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  ListAliasesCommand,
  ListResourceTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { clientOf, refusal, startAws } from "../support/aws.ts";

const uuid = "1234abcd-12ab-34cd-56ef-1234567890ab";
const mrk = "mrk-1234abcd12ab34cd56ef1234567890ab";
const arnOf = (id: string, region = "us-east-1", account = "111122223333"): string =>
  `arn:aws:kms:${region}:${account}:key/${id}`;

const keyCommands = [
  ["TagResource", (KeyId: string) => new TagResourceCommand({ KeyId, Tags: [{ TagKey: "a", TagValue: "b" }] })],
  ["UntagResource", (KeyId: string) => new UntagResourceCommand({ KeyId, TagKeys: ["a"] })],
  ["ListResourceTags", (KeyId: string) => new ListResourceTagsCommand({ KeyId })],
  ["DeleteImportedKeyMaterial", (KeyId: string) => new DeleteImportedKeyMaterialCommand({ KeyId })],
  ["DescribeKey", (KeyId: string) => new DescribeKeyCommand({ KeyId })],
] as const;

describe.each(keyCommands)("%s", (operation, command) => {
  test.each(["fake-key-id", "134f2428cec14b25a1ae9048164dba47", "mrk-fake-key-id"])(
    "of the malformed id %s",
    async (id) => {
      const { kms } = await startAws();
      const expected = { name: "NotFoundException", message: `Invalid keyId '${id}'`, status: 400 };
      expect(await refusal(kms.send(command(id) as DescribeKeyCommand))).toEqual(expected);
    },
  );

  test.each([uuid, mrk, arnOf(uuid)])("of the unknown key %s names its ARN", async (id) => {
    const { kms } = await startAws();
    const arn = id.startsWith("arn:") ? id : arnOf(id);
    const expected = { name: "NotFoundException", message: `Key '${arn}' does not exist`, status: 400 };
    expect(await refusal(kms.send(command(id) as DescribeKeyCommand))).toEqual(expected);
  });

  test("of another region's key", async () => {
    const { aws, kms } = await startAws({ regions: ["us-east-1", "eu-west-1"] });
    const { keyId, arn } = aws.keys.createKey({ region: "eu-west-1", origin: "EXTERNAL" });
    expect((await refusal(kms.send(command(keyId) as DescribeKeyCommand))).message).toBe(
      `Key '${arnOf(keyId)}' does not exist`,
    );
    expect(await refusal(kms.send(command(arn) as DescribeKeyCommand))).toMatchObject({
      name: "NotFoundException",
      message: "Invalid arn eu-west-1",
    });
    await clientOf(aws, { region: "eu-west-1" }).send(command(arn) as DescribeKeyCommand);
  });

  test("of another account's key", async () => {
    const arn = arnOf(uuid, "us-east-1", "999999999999");
    const denied = await startAws();
    expect(await refusal(denied.kms.send(command(arn) as DescribeKeyCommand))).toEqual({
      name: "AccessDeniedException",
      message: `User: arn:aws:iam::111122223333:user/local-clouds is not authorized to perform: kms:${operation} on resource: ${arn} because no resource-based policy allows the kms:${operation} action`,
      status: 400,
    });
    const hidden = await startAws({ settings: { otherAccountError: "NotFoundException" } });
    expect((await refusal(hidden.kms.send(command(arn) as DescribeKeyCommand))).name).toBe("NotFoundException");
  });

  test.each(["arn:aws:s3:us-east-1:111122223333:key/x", "arn:aws:kms:us-east-1:111122223333:grant/x", "arn:"])(
    "of the ARN %s, which is not a key's",
    async (arn) => {
      const { kms } = await startAws();
      expect((await refusal(kms.send(command(arn) as DescribeKeyCommand))).name).toBe("InvalidArnException");
    },
  );
});

describe("aliases", () => {
  test.each(keyCommands.filter(([operation]) => operation !== "DescribeKey"))(
    "are refused by %s",
    async (_operation, command) => {
      for (const aliasError of ["InvalidArnException", "NotFoundException"] as const) {
        const { aws, kms } = await startAws({ settings: { aliasError } });
        aws.keys.createKey({ aliases: ["alias/mine"] });
        for (const name of ["alias/mine", "arn:aws:kms:us-east-1:111122223333:alias/mine"]) {
          expect((await refusal(kms.send(command(name) as DescribeKeyCommand))).name).toBe(aliasError);
        }
      }
    },
  );

  test("can be created, described by name and ARN, listed, moved and removed", async () => {
    const { aws, kms } = await startAws();
    const [one, other] = aws.keys.addMany(2);
    const AliasName = "alias/payments";
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: one?.keyId }));
    const target = async (KeyId: string): Promise<string | undefined> =>
      (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyId;
    expect(await target(AliasName)).toBe(one?.keyId);
    expect(await target(`arn:aws:kms:us-east-1:111122223333:${AliasName}`)).toBe(one?.keyId);
    await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: other?.arn }));
    expect(await target(AliasName)).toBe(other?.keyId);
    const aliases = async (KeyId?: string): Promise<unknown> =>
      (await kms.send(new ListAliasesCommand({ KeyId }))).Aliases?.map((alias) => [alias.AliasName, alias.TargetKeyId]);
    expect(await aliases()).toEqual([[AliasName, other?.keyId]]);
    expect(await aliases(one?.keyId)).toEqual([]);
    await kms.send(new DeleteAliasCommand({ AliasName }));
    expect(await refusal(target(AliasName))).toMatchObject({
      name: "NotFoundException",
      message: `Alias arn:aws:kms:us-east-1:111122223333:${AliasName} is not found.`,
    });
    expect((await refusal(kms.send(new DeleteAliasCommand({ AliasName })))).name).toBe("NotFoundException");
  });

  test("are refused if they exist, belong to AWS, or are not alias names", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ aliases: ["alias/mine"] });
    const name = async (AliasName: string): Promise<string> =>
      (await refusal(kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: keyId })))).name;
    expect(await name("alias/mine")).toBe("AlreadyExistsException");
    expect(await name("alias/aws/mine")).toBe("NotAuthorizedException");
    expect(await name("mine")).toBe("ValidationException");
    expect(await name("alias/white space")).toBe("ValidationException");
  });

  test("that AWS reserves get a key when they are described, which no caller can write", async () => {
    const { aws, kms } = await startAws();
    aws.keys.createAlias("alias/aws/s3");
    const listed = await kms.send(new ListAliasesCommand({}));
    expect(listed.Aliases).toEqual([
      { AliasName: "alias/aws/s3", AliasArn: "arn:aws:kms:us-east-1:111122223333:alias/aws/s3" },
    ]);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    expect(KeyMetadata?.KeyManager).toBe("AWS");
    expect(aws.keys.list().map(({ keyId }) => keyId)).toEqual([KeyMetadata?.KeyId]);
    const again = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    expect(again.KeyMetadata?.KeyId).toBe(KeyMetadata?.KeyId);
  });
});

test("keys that AWS manages can be read, not written", async () => {
  const { aws, kms } = await startAws();
  const { keyId, arn } = aws.keys.createKey({ manager: "AWS" });
  expect((await kms.send(new ListResourceTagsCommand({ KeyId: keyId }))).Tags).toEqual([]);
  const call = kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey: "a", TagValue: "" }] }));
  expect(await refusal(call)).toEqual({
    name: "AccessDeniedException",
    message: `User: arn:aws:iam::111122223333:user/local-clouds is not authorized to perform: kms:TagResource on resource: ${arn} because no resource-based policy allows the kms:TagResource action`,
    status: 400,
  });
  const other = await startAws({ settings: { awsManagedKeyError: "UnsupportedOperationException" } });
  other.aws.keys.createKey({ manager: "AWS", keyId });
  expect((await refusal(other.kms.send(new UntagResourceCommand({ KeyId: keyId, TagKeys: ["a"] })))).name).toBe(
    "UnsupportedOperationException",
  );
});
