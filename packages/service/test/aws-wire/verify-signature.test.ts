import { SignatureV4 } from "@smithy/signature-v4";
import { expect, test } from "vitest";
import { NodeHash } from "../../src/aws-wire/node-hash.ts";
import { verifySignature } from "../../src/aws-wire/verify-signature.ts";

const KEY = { accessKeyId: "SERVICEKEYOFTHETEST1", secretAccessKey: "a secret" };
const NOW = new Date("2026-11-29T12:00:00Z");
const BODY = '{"KeyId":"k","TagKeys":["owner"]}';

interface Signing {
  readonly key?: typeof KEY;
  readonly service?: string;
  readonly at?: Date;
  readonly headers?: Readonly<Record<string, string>>;
  readonly leftOut?: string;
}

async function signed({ key = KEY, service = "kms", at = NOW, headers = {}, leftOut }: Signing = {}) {
  const signer = new SignatureV4({
    service,
    region: "here-1",
    credentials: key,
    sha256: NodeHash,
    applyChecksum: false,
  });
  const all: Record<string, string> = {
    host: "crosstag.example:8483",
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "TrentService.UntagResource",
    ...headers,
  };
  if (leftOut !== undefined) delete all[leftOut];
  const request = {
    method: "POST",
    protocol: "http:",
    hostname: "crosstag.example",
    path: "/",
    headers: all,
    body: BODY,
  };
  const answer = await signer.sign(request, { signingDate: at });
  return new Headers(answer.headers);
}

function findSecret(id: string): string | undefined {
  return id === KEY.accessKeyId ? KEY.secretAccessKey : undefined;
}

interface Change {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly target?: string;
}

async function verdictOf(headers: Headers, { headers: other = {}, body = BODY, target = "/" }: Change = {}) {
  for (const [name, value] of Object.entries(other)) {
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
  const request = { method: "POST", target, headers, body: new TextEncoder().encode(body) };
  return verifySignature(request, findSecret, NOW).then(
    ({ accessKeyId }) => accessKeyId,
    ({ name }: Error) => name,
  );
}

const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const payloadHash = "x-amz-content-sha256";

test("a request as it was signed is accepted, whatever its region, within 15 minutes", async () => {
  expect(await verdictOf(await signed())).toBe(KEY.accessKeyId);
  expect(await verdictOf(await signed({ at: minutes(-14) }))).toBe(KEY.accessKeyId);
  expect(await verdictOf(await signed({ at: minutes(14) }))).toBe(KEY.accessKeyId);
  // Headers that are not signed can be added on the way, and signed ones can have blanks.
  expect(await verdictOf(await signed(), { headers: { via: "1.1 proxy" } })).toBe(KEY.accessKeyId);
  expect(await verdictOf(await signed({ headers: { "x-note": "  two   words " } }))).toBe(KEY.accessKeyId);
  const hash = "8e3a3b2ff6d5b0ad2bfa5f3d9ee7fbf2ab9e7a3c1d1b3f3f4c0c1f0f6a5f7c9e";
  expect(await verdictOf(await signed({ headers: { [payloadHash]: hash } }))).toBe("InvalidSignatureException");
});

test.each<[string, Signing, Change, string]>([
  ["another body", {}, { body: BODY.replace("owner", "team") }, "InvalidSignatureException"],
  ["another operation", {}, { headers: { "x-amz-target": "TrentService.TagResource" } }, "InvalidSignatureException"],
  ["another host", {}, { headers: { host: "other.example" } }, "InvalidSignatureException"],
  ["a signed header that is missing", {}, { headers: { "content-type": undefined } }, "InvalidSignatureException"],
  ["an operation that is not signed", { leftOut: "x-amz-target" }, {}, "InvalidSignatureException"],
  ["a host that is not signed", { leftOut: "host" }, {}, "InvalidSignatureException"],
  ["another path", {}, { target: "/v1/plans" }, "InvalidSignatureException"],
  ["a query", {}, { target: "/?Action=TagResource" }, "InvalidSignatureException"],
  ["another secret", { key: { ...KEY, secretAccessKey: "other" } }, {}, "InvalidSignatureException"],
  ["an unknown key", { key: { ...KEY, accessKeyId: "OTHERKEYOFTHETEST001" } }, {}, "UnrecognizedClientException"],
  ["a session", { headers: { "x-amz-security-token": "t" } }, {}, "UnrecognizedClientException"],
  ["another service", { service: "secretsmanager" }, {}, "InvalidSignatureException"],
  ["an old signature", { at: minutes(-16) }, {}, "InvalidSignatureException"],
  ["a signature of the future", { at: minutes(16) }, {}, "InvalidSignatureException"],
  [
    "a later date",
    { at: minutes(-16) },
    { headers: { "x-amz-date": "20261129T120000Z" } },
    "InvalidSignatureException",
  ],
  ["another day", {}, { headers: { "x-amz-date": "20261128T120000Z" } }, "InvalidSignatureException"],
  ["a date of another form", {}, { headers: { "x-amz-date": "2026-11-29" } }, "IncompleteSignatureException"],
  ["no date", {}, { headers: { "x-amz-date": undefined } }, "IncompleteSignatureException"],
  ["an unsigned body", { headers: { [payloadHash]: "UNSIGNED-PAYLOAD" } }, {}, "InvalidSignatureException"],
  ["no signature", {}, { headers: { authorization: undefined } }, "MissingAuthenticationTokenException"],
  ["a bearer token", {}, { headers: { authorization: "Bearer ct_1" } }, "IncompleteSignatureException"],
  ["no fields", {}, { headers: { authorization: "AWS4-HMAC-SHA256 " } }, "IncompleteSignatureException"],
])("%s is refused", async (_what, signing, change, name) => {
  expect(await verdictOf(await signed(signing), change)).toBe(name);
});

test("a signature is refused if one digit differs, is missing or is given twice", async () => {
  const headers = await signed();
  const authorization = headers.get("authorization") ?? "";
  const digit = authorization.endsWith("0") ? "1" : "0";
  const changed = (text: string) => verdictOf(new Headers(headers), { headers: { authorization: text } });
  expect(await changed(authorization.slice(0, -1) + digit)).toBe("InvalidSignatureException");
  expect(await changed(authorization.slice(0, -1))).toBe("InvalidSignatureException");
  expect(await changed(`${authorization}, Signature=${"0".repeat(64)}`)).toBe("IncompleteSignatureException");
  expect(await changed(authorization.replace(/Credential=[^/]*/, "Credential=a/b"))).toBe(
    "IncompleteSignatureException",
  );
  expect(await changed(authorization.replace("aws4_request", "aws5_request"))).toBe("InvalidSignatureException");
});
