import { expect, onTestFinished, test } from "vitest";
import { startLocalClouds, type LocalCloudsOptions } from "../../src/index.ts";
import { sendRaw } from "../support/send-raw.ts";
import { signed } from "../support/sign-v4.ts";

async function statusFor(hostOf: (port: string) => string, options: LocalCloudsOptions = {}): Promise<number> {
  const clouds = await startLocalClouds({ alibaba: false, ...options });
  onTestFinished(() => clouds.close());
  const { endpoint, credentials } = clouds.aws;
  const headers = {
    host: hostOf(new URL(endpoint).port),
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "TrentService.CreateKey",
  };
  const request = signed({ method: "POST", target: "/", headers, body: "{}" }, credentials);
  const { port } = new URL(endpoint);
  const { status } = await sendRaw(`http://127.0.0.1:${port}`, request);
  expect(clouds.aws.keys.list()).toHaveLength(status === 200 ? 1 : 0);
  return status;
}

test.each([
  "127.0.0.1:PORT",
  "localhost:PORT",
  "localhost",
  "LOCALHOST:PORT",
  "kms.localhost:PORT",
  "127.8.9.10:PORT",
  "[::1]:PORT",
  "127.0.0.1:4566",
])("the host %s is this machine", async (host) => {
  expect(await statusFor((port) => host.replace("PORT", port))).toBe(200);
});

test.each([
  "evil.example:PORT",
  "127.0.0.1.evil.example:PORT",
  "localhost.evil.example",
  "127.evil.example",
  "10.0.0.1:PORT",
  "[::2]:PORT",
])("the host %s is not, even with a valid signature", async (host) => {
  expect(await statusFor((port) => host.replace("PORT", port))).toBe(421);
});

test("a name can be allowed, and every name is if the clouds are open to the network", async () => {
  expect(await statusFor(() => "kms.test:80", { allowedHosts: ["KMS.test"] })).toBe(200);
  expect(await statusFor(() => "kms.test:80", { host: "0.0.0.0" })).toBe(200);
});
