import { KMSClient } from "@aws-sdk/client-kms";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { preparedSigner, type SignerSource } from "../src/prepared-signer.ts";

type Signer = Awaited<ReturnType<SignerSource>>;
type Request = Parameters<Signer["sign"]>[0];

const NOW = new Date("2026-11-30T08:30:00.123Z");

function requestOf(headers: Readonly<Record<string, string>> = {}, body: string | Uint8Array = "{}"): Request {
  const host = "kms.eu-central-1.amazonaws.com";
  const all = { host, "content-type": "application/x-amz-json-1.1", "user-agent": "crosstag", ...headers };
  return { method: "POST", protocol: "https:", hostname: host, path: "/", query: {}, headers: all, body };
}

/** The SDK's own signer, and ours over it; `usual` counts the requests that the SDK signed. */
function open({ credentials = { accessKeyId: "AKIA1", secretAccessKey: "one" } } = {}) {
  const held = { credentials };
  const { config } = new KMSClient({ region: "eu-central-1", credentials: async () => held.credentials });
  const usual = { count: 0 };
  const sdk = config.signer;
  const counted: SignerSource = async (scheme) => {
    const signer = await sdk(scheme);
    return {
      sign: (request, options) => {
        usual.count += 1;
        return signer.sign(request, options);
      },
    };
  };
  const own = preparedSigner(counted, async () => held.credentials);
  return { held, usual, sdk, own, counted };
}

async function sign(source: SignerSource, request: Request, signingDate: Date = NOW) {
  return (await (await source()).sign(request, { signingDate })).headers;
}

test("requests are signed as the SDK signs them, after the first one without it", async () => {
  const { usual, sdk, own } = open();
  await sign(own, requestOf());
  expect(usual.count).toBe(1);
  const text = fc.string({ unit: fc.constantFrom("a", "Z", " ", "\t", "é", ":", ";", "\n", "\r") });
  const name = fc.constantFrom(
    "x-amz-target",
    "accept",
    "expect",
    "proxy-a",
    "sec-b",
    "x-amzn-trace-id",
    "date",
    "x-amz-date",
  );
  const body = fc.oneof(text, fc.uint8Array());
  const date = fc.date({ min: new Date("2001-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, text), body, date, async (headers, content, signingDate) => {
      const asSigned = await sign(sdk, requestOf(headers, content), signingDate);
      expect(await sign(own, requestOf(headers, content), signingDate)).toEqual(asSigned);
    }),
    { numRuns: 100 },
  );
  expect(usual.count).toBe(1);
});

test("each request is signed with the credentials of its moment", async () => {
  const { held, usual, sdk, own } = open();
  const session = { accessKeyId: "ASIA2", secretAccessKey: "two", sessionToken: "token" };
  for (const credentials of [held.credentials, session, { ...session, sessionToken: "other" }, held.credentials]) {
    held.credentials = credentials;
    // The SDK keeps the credentials of its client for a while; ours come from their source.
    const fresh = open({ credentials });
    expect(await sign(own, requestOf())).toEqual(await sign(fresh.sdk, requestOf()));
  }
  expect([usual.count, await sign(sdk, requestOf())]).toEqual([1, expect.anything()]);
});

test("requests of another form are left to the SDK, and so is every request if it signs in another way", async () => {
  const { usual, sdk, own, counted } = open();
  await sign(own, requestOf());
  const others: readonly Partial<Request>[] = [
    { path: "/keys" },
    { query: { a: "1" } },
    { method: "GET" },
    { body: undefined },
    { headers: { Host: "kms.eu-central-1.amazonaws.com" } },
  ];
  for (const other of others)
    expect(await sign(own, { ...requestOf(), ...other })).toEqual(await sign(sdk, { ...requestOf(), ...other }));
  expect(usual.count).toBe(1 + others.length);

  const newer: SignerSource = async (scheme) => {
    const signer = await counted(scheme);
    return {
      sign: async (request, options) => {
        const signed = await signer.sign(request, options);
        return { ...signed, headers: { ...signed.headers, "x-amz-newer": "1" } };
      },
    };
  };
  const over = preparedSigner(newer, async () => ({ accessKeyId: "AKIA1", secretAccessKey: "one" }));
  for (let round = 0; round < 2; round += 1)
    expect(await sign(over, requestOf())).toMatchObject({ "x-amz-newer": "1" });
  const elsewhere = { signingDate: NOW, signingRegion: "us-west-2", signingService: "kms" };
  const { headers } = await (await own()).sign(requestOf(), elsewhere);
  expect(headers).toEqual((await (await sdk()).sign(requestOf(), elsewhere)).headers);
  expect(headers["authorization"]).toContain("/us-west-2/kms/");
});
