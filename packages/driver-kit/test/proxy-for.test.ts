import { expect, test } from "vitest";
import { CrosstagError } from "@crosstag/core";
import { describeProxy, proxyFor } from "../src/index.ts";

const KMS = "https://kms.us-east-1.amazonaws.com";

function proxyOf(url: string, environment: Readonly<Record<string, string>>): string | undefined {
  const proxy = proxyFor(new URL(url), environment);
  return proxy && `${proxy.protocol}//${describeProxy(proxy)}`;
}

function refusalOf(text: string): CrosstagError {
  try {
    proxyFor(new URL(KMS), { ALL_PROXY: text });
  } catch (error) {
    if (CrosstagError.is(error)) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

test.each<[name: string, url: string, environment: Record<string, string>, expected: string | undefined]>([
  ["no variable", KMS, {}, undefined],
  ["an empty variable", KMS, { HTTPS_PROXY: "" }, undefined],
  ["https", KMS, { HTTPS_PROXY: "http://proxy:3128" }, "http://proxy:3128"],
  ["lower case first", KMS, { HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:2" }, "http://lower:2"],
  ["only the variable of the scheme", KMS, { HTTP_PROXY: "http://proxy:3128" }, undefined],
  ["http", "http://localstack:4566", { HTTP_PROXY: "http://proxy:3128" }, "http://proxy:3128"],
  ["http in a CGI program", "http://localstack", { HTTP_PROXY: "http://p:1", REQUEST_METHOD: "GET" }, undefined],
  ["all", KMS, { ALL_PROXY: "http://proxy:3128" }, "http://proxy:3128"],
  ["scheme before all", KMS, { ALL_PROXY: "http://all:1", HTTPS_PROXY: "http://own:2" }, "http://own:2"],
  ["without a scheme", KMS, { HTTPS_PROXY: "proxy.corp:3128" }, "http://proxy.corp:3128"],
  ["over TLS", KMS, { HTTPS_PROXY: "https://proxy" }, "https://proxy:443"],
  ["an IPv6 proxy", KMS, { HTTPS_PROXY: "http://[2001:db8::1]:3128" }, "http://[2001:db8::1]:3128"],
  ["loopback", "https://127.0.0.1:9", { HTTPS_PROXY: "http://proxy" }, undefined],
  ["loopback by name", "https://localhost:9", { HTTPS_PROXY: "http://proxy" }, undefined],
  ["loopback of IPv6", "https://[::1]:9", { HTTPS_PROXY: "http://proxy" }, undefined],
])("%s", (_name, url, environment, expected) => {
  expect(proxyOf(url, environment)).toBe(expected);
});

test.each<[noProxy: string, url: string, direct: boolean]>([
  ["*", KMS, true],
  ["kms.us-east-1.amazonaws.com", KMS, true],
  ["amazonaws.com", KMS, true],
  [".amazonaws.com", KMS, true],
  ["*.amazonaws.com", KMS, true],
  ["AMAZONAWS.COM", KMS, true],
  ["other.example, amazonaws.com", KMS, true],
  ["other.example amazonaws.com", KMS, true],
  ["zonaws.com", KMS, false],
  ["amazonaws.com:443", KMS, true],
  ["amazonaws.com:8443", KMS, false],
  ["10.0.0.0/8", "https://10.1.2.3", true],
  ["10.0.0.0/8", "https://11.1.2.3", false],
  ["192.168.4.0/22", "https://192.168.7.255", true],
  ["192.168.4.0/22", "https://192.168.8.0", false],
  ["0.0.0.0/0", "https://11.1.2.3", true],
  ["2001:db8::5", "https://[2001:db8::5]", true],
  ["[2001:db8::5]:443", "https://[2001:db8::5]", true],
  ["", KMS, false],
])("NO_PROXY=%s of %s: direct is %s", (noProxy, url, direct) => {
  expect(proxyOf(url, { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: noProxy })).toBe(
    direct ? undefined : "http://proxy:3128",
  );
});

test("user and password are decoded, and in no description", () => {
  const proxy = proxyFor(new URL(KMS), { HTTPS_PROXY: "http://me%40corp:p%3Ass%@proxy:3128" });
  expect(proxy).toMatchObject({ username: "me@corp", password: "p%3Ass%" });
  expect(proxy && describeProxy(proxy)).toBe("proxy:3128");
});

test.each([
  ["socks5://me:canary@proxy:1080", "SOCKS"],
  ["ftp://me:canary@proxy", "is not the URL of a proxy"],
  ["http://me:canary@", "is not the URL of a proxy"],
  ["http://pro xy:canary", "is not the URL of a proxy"],
])("%s is refused without being repeated", (text, why) => {
  const error = refusalOf(text);
  expect(error).toMatchObject({ code: "configuration" });
  expect(error.message).toContain(why);
  expect(error.message).toContain("ALL_PROXY");
  expect(`${error.message} ${error.hint}`).not.toContain("canary");
});
