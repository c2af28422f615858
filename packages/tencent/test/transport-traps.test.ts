import { expect, test } from "vitest";
import { call, CREDENTIALS, driverAt, failureOf, KEY } from "./support/drive.ts";
import { answerFields, REQUEST_ID, startStubCloud } from "./support/stub-cloud.ts";

const WRITE = { kind: "key", resources: [KEY], tags: new Map([["team", "payments"]]) } as const;

test("each service is signed for by its own name and under its real host, whatever the endpoint", async () => {
  await using stub = await startStubCloud();
  const driver = await driverAt(stub.endpoint);
  await driver.writeTags(WRITE, call());
  await driver.deleteKeyMaterial({ resource: KEY }, call());
  stub.answer = answerFields({ AccountId: "100000000001", Arn: "qcs::cam:100000000001:uin/100000000002" });
  expect(await driver.identify(call())).toMatchObject({ account: "100000000001" });
  const seen = stub.requests.map(({ headers, action }) => {
    const [, service] =
      /\/([a-z]+)\/tc3_request, SignedHeaders=content-type;host,/.exec(headers.authorization ?? "") ?? [];
    return { action, host: headers.host, service, region: headers["x-tc-region"] };
  });
  expect(seen).toEqual([
    { action: "TagResources", host: "tag.tencentcloudapi.com", service: "tag", region: undefined },
    { action: "DeleteImportedKeyMaterial", host: "kms.tencentcloudapi.com", service: "kms", region: "ap-guangzhou" },
    { action: "GetCallerIdentity", host: "sts.tencentcloudapi.com", service: "sts", region: "ap-guangzhou" },
  ]);
  expect(JSON.stringify(stub.requests)).not.toContain(CREDENTIALS.secretKey);
  await driver.close();
});

test("an answer that is not a success keeps its code, and says whether the call may have taken effect", async () => {
  await using stub = await startStubCloud();
  const driver = await driverAt(stub.endpoint);
  const failure = () => failureOf(driver, driver.writeTags(WRITE, call()));

  stub.answer = answerFields({ Error: { Code: "InternalError", Message: "x" } }, 500);
  expect(await failure()).toMatchObject({
    code: "unavailable",
    retry: "transient",
    applied: "maybe",
    providerCode: "InternalError",
    requestId: REQUEST_ID,
  });

  for (const [status, retry] of [
    [200, "transient"],
    [503, "transient"],
    [403, "no"],
    [302, "no"],
  ] as const) {
    stub.answer = (response) => response.writeHead(status, { "content-type": "text/html" }).end("<html>no</html>");
    const found = await failure();
    expect(found).toMatchObject({ code: "unavailable", retry, applied: "maybe" });
    expect(found.message).toContain(`HTTP status ${status}`);
  }

  // Half an answer, a connection that was reset, and one that was never made.
  stub.answer = (response) => response.writeHead(200).end('{"Response":{"RequestId":"x"');
  expect(await failure()).toMatchObject({ code: "unavailable", retry: "transient", applied: "maybe" });
  stub.answer = (_response, _request, socket) => socket.resetAndDestroy();
  expect(await failure()).toMatchObject({ code: "unavailable", retry: "transient", applied: "maybe" });
  const nowhere = await driverAt("http://127.0.0.1:9");
  expect(await failureOf(nowhere, nowhere.writeTags(WRITE, call()))).toMatchObject({
    code: "unavailable",
    applied: "no",
    unreachable: true,
  });
  // A success without a request id, as of a proxy.
  stub.answer = (response) => response.writeHead(200).end('{"Response":{}}');
  expect(await failure()).toMatchObject({ code: "unavailable", applied: "maybe" });
  await Promise.all([driver.close(), nowhere.close()]);
});

test("a wrong clock is corrected by the date of the answer, once", async () => {
  await using stub = await startStubCloud();
  const driver = await driverAt(stub.endpoint);
  const ahead = new Date(Date.now() + 3_600_000).toUTCString();
  stub.answer = answerFields({ Error: { Code: "AuthFailure.SignatureExpire", Message: "x" } }, 200, { date: ahead });
  const failure = () => failureOf(driver, driver.writeTags(WRITE, call()));
  expect(await failure()).toMatchObject({
    retry: "transient",
    message: expect.stringContaining("60 min behind") as string,
  });
  expect(await failure()).toMatchObject({ retry: "no" });
  const [first, second] = stub.requests.map(({ headers }) => Number(headers["x-tc-timestamp"]));
  expect(Number(second) - Number(first)).toBeGreaterThan(3_500);
  await driver.close();
});

test("endpoints of Tencent Cloud determine those of the other services, and others are refused with what to type", async () => {
  const { resolveEndpoints } = await import("../src/endpoints.ts");
  const { KMS, STS, TAG } = await import("../src/services.ts");
  const hosts = (text?: string) =>
    [KMS, TAG, STS].map((service) => resolveEndpoints(text, "ap-guangzhou").of(service).host);
  expect(hosts()).toEqual(["kms.tencentcloudapi.com", "tag.tencentcloudapi.com", "sts.tencentcloudapi.com"]);
  expect(hosts("https://kms.ap-guangzhou.tencentcloudapi.com")).toEqual([
    "kms.ap-guangzhou.tencentcloudapi.com",
    "tag.tencentcloudapi.com",
    "sts.tencentcloudapi.com",
  ]);
  expect(hosts("https://kms.intl.tencentcloudapi.com")[1]).toBe("tag.intl.tencentcloudapi.com");
  for (const wrong of [
    "https://tag.tencentcloudapi.com",
    "https://kms.ap-shanghai.tencentcloudapi.com",
    "http://kms.tencentcloudapi.com",
    "https://kms.tencentcloudapi.com:8443",
    "nonsense",
  ])
    expect(() => resolveEndpoints(wrong, "ap-guangzhou")).toThrow(expect.objectContaining({ code: "configuration" }));
});
