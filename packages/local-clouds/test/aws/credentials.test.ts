import { DescribeKeyCommand, ListKeysCommand, TagResourceCommand } from "@aws-sdk/client-kms";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { clientOf, refusal, startAws } from "../support/aws.ts";

const listKeys = new ListKeysCommand({});
const own = { accessKeyId: "AKIAOWN", secretAccessKey: "secret" };

test("credentials can expire after a number of calls, of KMS and STS together", async () => {
  const session = { accessKeyId: "ASIASESSION", secretAccessKey: "s", sessionToken: "t", expiresAfterCalls: 3 };
  const { aws, kms } = await startAws({ credentials: [session] });
  const { endpoint, region } = aws;
  const sts = new STSClient({ endpoint, region, credentials: session, maxAttempts: 1 });
  // A refusal of the signature does not count.
  await refusal(clientOf(aws, { credentials: { ...session, secretAccessKey: "wrong" } }).send(listKeys));
  await sts.send(new GetCallerIdentityCommand({}));
  await kms.send(listKeys);
  await kms.send(listKeys);
  expect(await refusal(kms.send(listKeys))).toMatchObject({ name: "ExpiredTokenException", status: 400 });
  expect(await refusal(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
    name: "ExpiredToken",
    status: 403,
  });
  sts.destroy();

  aws.addCredentials({ ...session, sessionToken: "renewed" });
  expect((await refusal(kms.send(listKeys))).name).toBe("UnrecognizedClientException");
  const renewed = clientOf(aws, { credentials: { ...session, sessionToken: "renewed" } });
  for (let calls = 0; calls < 3; calls += 1) await renewed.send(listKeys);
  expect((await refusal(renewed.send(listKeys))).name).toBe("ExpiredTokenException");
});

test("access keys can be added and removed, and a secret replaced", async () => {
  const { aws, kms } = await startAws();
  const added = clientOf(aws, { credentials: own });
  expect((await refusal(added.send(listKeys))).name).toBe("UnrecognizedClientException");
  aws.addCredentials(own);
  await added.send(listKeys);
  aws.addCredentials({ ...own, secretAccessKey: "another" });
  expect((await refusal(added.send(listKeys))).name).toBe("InvalidSignatureException");
  aws.removeCredentials(aws.credentials.accessKeyId);
  expect((await refusal(kms.send(listKeys))).name).toBe("UnrecognizedClientException");
  expect(() => {
    aws.addCredentials({ accessKeyId: "AKIA" } as never);
  }).toThrow("addCredentials[0].secretAccessKey must be a text.");
});

test("operations can be denied, in AWS's words", async () => {
  const credentials = [{ ...own, deniedOperations: ["ListKeys", "TagResource"], principal: "user/reader" as const }];
  const { aws, kms } = await startAws({ credentials });
  const { keyId, arn } = aws.keys.createKey();
  expect((await kms.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata?.KeyId).toBe(keyId);
  const denied = async (KeyId: string): Promise<string> => {
    const refused = await refusal(kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "a", TagValue: "b" }] })));
    expect([refused.name, refused.status]).toEqual(["AccessDeniedException", 400]);
    return refused.message;
  };
  const text = `User: arn:aws:iam::111122223333:user/reader is not authorized to perform: kms:TagResource on resource: ${arn} because no identity-based policy allows the kms:TagResource action`;
  expect(await denied(keyId)).toBe(text);
  expect(await denied(arn)).toBe(text);
  expect((await refusal(kms.send(listKeys))).message).toContain("kms:ListKeys on resource: * because");
  expect(aws.keys.tagsOf(keyId)).toEqual({});
});
