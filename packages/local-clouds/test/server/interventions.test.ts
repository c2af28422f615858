import { DescribeKeyCommand, ListKeysCommand, ListResourceTagsCommand, TagResourceCommand } from "@aws-sdk/client-kms";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, onTestFinished, test } from "vitest";
import { call, refusal as alibabaRefusal } from "../alibaba/support/clients.ts";
import { startServer } from "../alibaba/support/test-server.ts";
import { refusal, startAws } from "../support/aws.ts";

test("a key of AWS can vanish between two pages, so that what follows is shifted", async () => {
  const { aws, kms } = await startAws();
  const keys = aws.keys.addMany(6);
  const seen: number[] = [];
  const end = aws.before("ListKeys", ({ operation, region, nth }) => {
    expect([operation, region]).toEqual(["ListKeys", "us-east-1"]);
    seen.push(nth);
    if (nth === 2) aws.keys.removeKey(keys[0]?.keyId ?? "");
  });
  const first = await kms.send(new ListKeysCommand({ Limit: 3 }));
  const second = await kms.send(new ListKeysCommand({ Limit: 3, Marker: first.NextMarker }));
  const listed = [...(first.Keys ?? []), ...(second.Keys ?? [])].map(({ KeyId }) => KeyId);
  // The fourth key has moved to the page that was read already.
  expect(listed).toEqual([0, 1, 2, 4, 5].map((index) => keys[index]?.keyId));
  expect(aws.keys.list().map(({ keyId }) => keyId)).toEqual([1, 2, 3, 4, 5].map((index) => keys[index]?.keyId));
  end();
  await kms.send(new ListKeysCommand({}));
  expect(seen).toEqual([1, 2]);
});

test("keys and secrets of Alibaba Cloud can vanish between two pages", async () => {
  const server = await startServer();
  onTestFinished(() => server.close());
  const { keys, secrets } = server.cloud;
  const [first, , third] = keys.addMany(4);
  secrets.addMany(3);
  keys.createAlias("alias/first", first?.keyId ?? "");
  server.before("ListKeys", ({ nth }) => {
    if (nth === 2) keys.removeKey(first?.arn ?? "");
  });
  server.before("ListSecrets", ({ nth }) => {
    if (nth === 2) secrets.removeSecret("secret-1");
  });
  const page = (operation: string, PageNumber: number): Promise<Record<string, unknown>> =>
    call(server, operation, { PageNumber, PageSize: 2 });
  expect(await page("ListKeys", 1)).toMatchObject({ TotalCount: 4 });
  const second = await page("ListKeys", 2);
  expect(second).toMatchObject({ TotalCount: 3 });
  expect(JSON.stringify(second)).not.toContain(third?.keyId);
  expect(await call(server, "ListAliases", {})).toMatchObject({ TotalCount: 0 });
  expect(await page("ListSecrets", 1)).toMatchObject({ TotalCount: 3 });
  expect(await page("ListSecrets", 2)).toMatchObject({ TotalCount: 2 });
});

test("certificates can vanish", async () => {
  const server = await startServer();
  onTestFinished(() => server.close());
  const { certificateId } = server.cloud.certificates.create({ a: "b" });
  server.cloud.certificates.remove(certificateId);
  expect(() => server.cloud.certificates.tagsOf(certificateId)).toThrow("The local cloud has no");
});

test("a replaced answer can be anything, and the log has its status", async () => {
  const { aws, kms } = await startAws();
  const { keyId, arn } = aws.keys.createKey();
  const other = "arn:aws:kms:us-east-1:999988887777:key/another";
  aws.after("DescribeKey", (answer) => ({ ...answer, body: answer.body.replace(arn, other) }));
  const end = aws.after("TagResource", (answer, { resources, nth }) => ({
    ...answer,
    status: resources.includes(keyId) && nth === 1 ? 202 : answer.status,
  }));
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }));
  expect(KeyMetadata?.Arn).toBe(other);
  const tag = new TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey: "a", TagValue: "b" }] });
  expect((await kms.send(tag)).$metadata.httpStatusCode).toBe(202);
  end();
  expect((await kms.send(tag)).$metadata.httpStatusCode).toBe(200);
  expect(aws.requests.entries.map(({ status }) => status)).toEqual([200, 202, 200]);
});

test('"*" is every request to KMS, and none to STS', async () => {
  const { aws, kms } = await startAws();
  const seen: string[] = [];
  aws.before("*", ({ operation }) => seen.push(operation));
  const { endpoint, region, credentials } = aws;
  const sts = new STSClient({ endpoint, region, credentials });
  await sts.send(new GetCallerIdentityCommand({}));
  sts.destroy();
  await kms.send(new ListKeysCommand({}));
  await refusal(kms.send(new ListResourceTagsCommand({ KeyId: "none" })));
  expect(seen).toEqual(["ListKeys", "ListResourceTags"]);
});

test.each(["before", "after"] as const)("an error of a function given to %s() is reported as such", async (when) => {
  const { aws, kms } = await startAws();
  aws[when]("ListKeys", () => {
    throw new Error("of the test");
  });
  expect((await refusal(kms.send(new ListKeysCommand({})))).status).toBe(500);
  expect(aws.requests.entries).toMatchObject([{ status: 500, fault: "defect" }]);
});

test("answers and refusals can be without a request id", async () => {
  const { aws, kms } = await startAws();
  aws.faults.add({ kind: "without-request-id" });
  aws.faults.add({ kind: "without-request-id", operation: "GetCallerIdentity" });
  const listed = await kms.send(new ListKeysCommand({}));
  expect([listed.Keys, listed.$metadata.requestId]).toEqual([[], undefined]);
  const failed: unknown = await kms.send(new DescribeKeyCommand({ KeyId: "x" })).catch((error: unknown) => error);
  expect(failed).toMatchObject({ name: "NotFoundException", $metadata: { requestId: undefined } });
  const { endpoint, region, credentials } = aws;
  const sts = new STSClient({ endpoint, region, credentials });
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  sts.destroy();
  expect([identity.Account, identity.$metadata.requestId]).toEqual([aws.account, undefined]);
  expect(aws.requests.entries).toMatchObject([
    { fault: "without-request-id", status: 200, applied: true },
    { fault: "without-request-id", status: 400, applied: false, errorCode: "NotFoundException" },
    { fault: "without-request-id", status: 200, applied: true },
  ]);

  const server = await startServer();
  onTestFinished(() => server.close());
  server.faults.add({ kind: "without-request-id" });
  expect(await call(server, "ListKeys", {})).not.toHaveProperty("RequestId");
  expect(await alibabaRefusal(call(server, "DescribeKey", { KeyId: "none" }))).toMatchObject({
    code: "Forbidden.KeyNotFound",
  });
});
