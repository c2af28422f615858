import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "./support/test-server.ts";
import { sendAcs3, sendRpc } from "./support/signed-request.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const head = '<?xml version="1.0" encoding="UTF-8"?>';
const requestId = "<RequestId>[0-9a-f-]{36}</RequestId>";

test.each([
  ["HMAC-SHA1", sendRpc],
  ["ACS3-HMAC-SHA256", sendAcs3],
] as const)("answers in XML when asked to, signed with %s", async (_name, send) => {
  const { keyId } = server.cloud.keys.createKey({ tags: { a: `<&>"'`, b: "" } });
  const listed = await send(server, "ListResourceTags", { parameters: { KeyId: keyId, Format: "xml" } });
  expect(listed.contentType).toBe("text/xml;charset=utf-8");
  const row = (key: string, value: string): string =>
    `<Tag><KeyId>${keyId}</KeyId><TagKey>${key}</TagKey><TagValue>${value}</TagValue></Tag>`;
  const rows = row("a", "&lt;&amp;&gt;&quot;&apos;") + row("b", "");
  expect(listed.text.replace(new RegExp(requestId), "")).toBe(
    `${head}<ListResourceTagsResponse><Tags>${rows}</Tags></ListResourceTagsResponse>`,
  );

  const written = await send(server, "DeleteKeyMaterial", { parameters: { KeyId: keyId, Format: "XML" } });
  expect(written.status).toBe(400);
  expect(written.text.replace(new RegExp(requestId), "")).toBe(
    `${head}<KMS><HttpStatus>400</HttpStatus><Code>Unsupported.Origin</Code><Message>This key origin is not valid for this api</Message></KMS>`,
  );

  const refused = await send(server, "ListKeys", { secret: "wrong", parameters: { Format: "XML" } });
  expect(refused.text).toMatch(/<Error>.*<HostId>127\.0\.0\.1:\d+<\/HostId><Code>SignatureDoesNotMatch<\/Code>/);
});

test("reads the Format of a form body also for errors, of the service and of the gateway", async () => {
  const body = "KeyId=key-unknown&Format=XML";
  const service = await sendAcs3(server, "DescribeKey", { body });
  expect(service.text).toMatch(/<KMS><HttpStatus>404<\/HttpStatus><Code>Forbidden\.KeyNotFound<\/Code>/);
  const gateway = await sendAcs3(server, "DescribeKey", { body, secret: "wrong" });
  expect(gateway.text).toMatch(/<Error>.*<Code>SignatureDoesNotMatch<\/Code>/);
});

test.each(["JSON", "json", undefined])("answers in JSON for the Format %s", async (format) => {
  const answer = await sendRpc(server, "ListKeys", { parameters: format === undefined ? {} : { Format: format } });
  expect(answer.contentType).toBe("application/json;charset=utf-8");
});
