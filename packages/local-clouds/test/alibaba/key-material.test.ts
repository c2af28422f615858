import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManualClock } from "../support/manual-clock.ts";
import { call, refusal } from "./support/clients.ts";
import { algorithms } from "../support/rsa-wrapping.ts";
import { importParameters } from "./support/key-material.ts";
import { startServer, type TestServer } from "./support/test-server.ts";

const clock = new ManualClock();
const hourMs = 3_600_000;
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ clock });
});
afterAll(() => server.close());

async function externalKey(spec = "Aliyun_AES_256"): Promise<string> {
  const { KeyMetadata } = await call(server, "CreateKey", { Origin: "EXTERNAL", KeySpec: spec });
  return (KeyMetadata as { KeyId: string }).KeyId;
}

test.each(algorithms)("unwraps %s, and accepts the same bytes again but no others", async (algorithm) => {
  const keyId = await externalKey();
  const material = randomBytes(32);
  await call(server, "ImportKeyMaterial", await importParameters(server, keyId, material, algorithm));
  expect(server.cloud.keys.describe(keyId)).toMatchObject({ state: "Enabled", hasMaterial: true });
  await call(server, "DeleteKeyMaterial", { KeyId: keyId });

  const other = await importParameters(server, keyId, randomBytes(32), algorithm);
  expect(await refusal(call(server, "ImportKeyMaterial", other))).toMatchObject({
    code: "InvalidKeyMaterial",
    status: 400,
  });
  expect(server.cloud.keys.describe(keyId).state).toBe("PendingImport");
  await call(server, "ImportKeyMaterial", await importParameters(server, keyId, material, algorithm));
  expect(server.cloud.keys.describe(keyId).state).toBe("Enabled");
});

test.each([
  ["Aliyun_AES_256", 16],
  ["Aliyun_AES_256", 33],
  ["Aliyun_SM4", 32],
])("refuses material for %s of %i bytes", async (spec, length) => {
  const keyId = await externalKey(spec);
  const parameters = await importParameters(server, keyId, randomBytes(length));
  expect(await refusal(call(server, "ImportKeyMaterial", parameters))).toMatchObject({ code: "InvalidKeyMaterial" });
  expect(server.cloud.keys.describe(keyId).hasMaterial).toBe(false);
});

test.each(algorithms)("refuses material that is not wrapped with the agreed %s", async (algorithm) => {
  const keyId = await externalKey();
  const agreed = await importParameters(server, keyId, randomBytes(32), algorithm);
  for (const other of algorithms.filter((candidate) => candidate !== algorithm)) {
    const wrapped = await importParameters(server, keyId, randomBytes(32), other);
    const mixed = { ...wrapped, ImportToken: agreed["ImportToken"] };
    expect(await refusal(call(server, "ImportKeyMaterial", mixed))).toMatchObject({ code: "InvalidKeyMaterial" });
  }
  const noise = { ...agreed, EncryptedKeyMaterial: randomBytes(256).toString("base64") };
  expect(await refusal(call(server, "ImportKeyMaterial", noise))).toMatchObject({ code: "InvalidKeyMaterial" });
});

test("binds an import token to its key and to 24 hours", async () => {
  const [keyId, otherId] = [await externalKey(), await externalKey()];
  const parameters = await importParameters(server, keyId, randomBytes(32));
  expect(await refusal(call(server, "ImportKeyMaterial", { ...parameters, KeyId: otherId }))).toMatchObject({
    code: "InvalidImportToken",
    status: 400,
  });
  const forged = { ...parameters, ImportToken: randomBytes(64).toString("base64") };
  expect(await refusal(call(server, "ImportKeyMaterial", forged))).toMatchObject({ code: "InvalidImportToken" });
  clock.advance(24 * hourMs);
  expect(await refusal(call(server, "ImportKeyMaterial", parameters))).toMatchObject({
    code: "ExpiredImportToken",
    status: 400,
  });
});

test("deletes material when it expires", async () => {
  const keyId = await externalKey();
  const expireUnix = Math.ceil(clock.now() / 1000) + 3600;
  const parameters = await importParameters(server, keyId, randomBytes(32), "RSAES_OAEP_SHA_1", expireUnix);
  await call(server, "ImportKeyMaterial", parameters);
  const expected = `${new Date(expireUnix * 1000).toISOString().slice(0, 19)}Z`;
  const state = async (): Promise<unknown> => (await call(server, "DescribeKey", { KeyId: keyId }))["KeyMetadata"];
  expect(await state()).toMatchObject({ KeyState: "Enabled", MaterialExpireTime: expected });
  clock.advance(hourMs + 1000);
  expect(await state()).toMatchObject({ KeyState: "PendingImport", MaterialExpireTime: "" });
  expect(await refusal(call(server, "ImportKeyMaterial", parameters))).toMatchObject({ code: "InvalidParameter" });
});

test("deletes a key and its aliases when its deletion is due", async () => {
  const { keyId } = server.cloud.keys.createKey({ aliases: ["alias/doomed"] });
  const { keyId: other } = server.cloud.keys.createKey();
  await call(server, "ScheduleKeyDeletion", { KeyId: keyId, PendingWindowInDays: 7 });
  clock.advance(7 * 24 * hourMs - 1);
  expect(await call(server, "DescribeKey", { KeyId: keyId })).toMatchObject({
    KeyMetadata: { KeyState: "PendingDeletion" },
  });
  clock.advance(1);
  expect(await refusal(call(server, "DescribeKey", { KeyId: keyId }))).toMatchObject({ code: "Forbidden.KeyNotFound" });
  expect(await refusal(call(server, "DescribeKey", { KeyId: "alias/doomed" }))).toMatchObject({
    code: "Forbidden.AliasNotFound",
    status: 404,
  });
  expect(await call(server, "DescribeKey", { KeyId: other })).toMatchObject({ KeyMetadata: { KeyState: "Enabled" } });
});

test.each([
  [{ WrappingAlgorithm: "SM2PKE", WrappingKeySpec: "EC_SM2" }, "InvalidParameter"],
  [{ WrappingAlgorithm: "RSAES_OAEP_SHA_1" }, "MissingParameter"],
  [{ WrappingKeySpec: "RSA_2048" }, "MissingParameter"],
])("refuses the import parameters %j", async (parameters, code) => {
  const keyId = await externalKey();
  expect(await refusal(call(server, "GetParametersForImport", { KeyId: keyId, ...parameters }))).toMatchObject({
    code,
  });
});

test.each(["KeyId", "EncryptedKeyMaterial", "ImportToken", "KeyMaterialExpireUnix"])(
  "refuses an import without %s",
  async (name) => {
    const keyId = await externalKey();
    const { [name]: _, ...parameters } = await importParameters(server, keyId, randomBytes(32));
    expect(await refusal(call(server, "ImportKeyMaterial", parameters))).toMatchObject({ code: "MissingParameter" });
  },
);
