import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, onTestFinished, test } from "vitest";
import { startLocalClouds, type LocalClouds } from "../../src/index.ts";
import { call } from "../alibaba/support/clients.ts";
import { clientOf, refusal } from "../support/aws.ts";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";

const keyId = "11111111-2222-4333-8444-555555555555";

async function startAccount(aws: string, alibaba: string, secret: string): Promise<LocalClouds> {
  const clouds = await startLocalClouds({
    aws: { account: aws, credentials: [{ accessKeyId: `AKIA${aws}`, secretAccessKey: secret }] },
    alibaba: { account: alibaba, credentials: [{ accessKeyId: `LTAI${alibaba}`, accessKeySecret: secret }] },
  });
  onTestFinished(() => clouds.close());
  clouds.aws.keys.createKey({ keyId, tags: { of: aws } });
  clouds.alibaba.secrets.createSecret("database", { of: alibaba });
  return clouds;
}

test("clouds of two accounts run side by side, with the same names and separate resources", async () => {
  const one = await startAccount("111111111111", "1000000000000001", "first");
  const two = await startAccount("222222222222", "2000000000000002", "second");
  for (const clouds of [one, two]) {
    const { endpoint, region, credentials, account } = clouds.aws;
    const sts = new STSClient({ endpoint, region, credentials });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe(account);
    sts.destroy();
    const { KeyMetadata } = await clientOf(clouds.aws).send(new DescribeKeyCommand({ KeyId: keyId }));
    expect(KeyMetadata?.Arn).toBe(`arn:aws:kms:us-east-1:${account}:key/${keyId}`);
    expect(clouds.aws.keys.tagsOf(keyId)).toEqual({ of: account });

    const alibaba = { endpoint: clouds.alibaba.endpoint.slice("http://".length) };
    const secret = await call(
      alibaba,
      "DescribeSecret",
      { SecretName: "database" },
      undefined,
      clouds.alibaba.credentials,
    );
    expect(secret["Arn"]).toBe(`acs:kms:cn-hangzhou:${clouds.alibaba.account}:secret/database`);
    expect(clouds.alibaba.secrets.tagsOf("database")).toEqual({ of: clouds.alibaba.account });
  }
  const stranger = clientOf(two.aws, { credentials: one.aws.credentials });
  expect((await refusal(stranger.send(new DescribeKeyCommand({ KeyId: keyId })))).name).toBe(
    "UnrecognizedClientException",
  );
});
