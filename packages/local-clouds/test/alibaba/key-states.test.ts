import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeyState } from "../../src/alibaba/state/key.ts";
import { call, outcome, refusal, tagJson, tagList } from "./support/clients.ts";
import { startServer, type TestServer } from "./support/test-server.ts";
import { importParameters } from "./support/key-material.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const states = ["Enabled", "Disabled", "PendingDeletion", "PendingImport"] as const;
type Expected = "ok" | "Rejected.PendingDeletion" | "Rejected.StateModifiedFailed";

const here = { RegionId: "cn-hangzhou", ResourceType: "key" };
const pending = "Rejected.PendingDeletion";
const failed = "Rejected.StateModifiedFailed";

/** The table of key states of the service's documentation; the answer of each call, in the order of `states`. */
const matrix: readonly (readonly [string, (keyId: string) => Promise<Record<string, unknown>>, readonly Expected[]])[] =
  [
    ["TagResource", (KeyId) => also({ KeyId, Tags: tagJson({ a: "b" }) }), ["ok", "ok", pending, "ok"]],
    ["UntagResource", (KeyId) => also({ KeyId, TagKeys: '["a"]' }), ["ok", "ok", pending, "ok"]],
    [
      "TagResources",
      (id) => also({ ...here, ResourceId: [id], Tag: tagList({ a: "b" }) }),
      ["ok", "ok", pending, "ok"],
    ],
    ["UntagResources", (id) => also({ ...here, ResourceId: [id], TagKey: ["a"] }), ["ok", "ok", pending, "ok"]],
    ["ListResourceTags", (KeyId) => also({ KeyId }), ["ok", "ok", "ok", "ok"]],
    ["ListTagResources", (id) => also({ ...here, ResourceId: [id] }), ["ok", "ok", "ok", "ok"]],
    ["DescribeKey", (KeyId) => also({ KeyId }), ["ok", "ok", "ok", "ok"]],
    ["ListKeys", () => also({}), ["ok", "ok", "ok", "ok"]],
    [
      "GetParametersForImport",
      (KeyId) => also({ KeyId, WrappingAlgorithm: "RSAES_OAEP_SHA_1", WrappingKeySpec: "RSA_2048" }),
      ["ok", "ok", "ok", "ok"],
    ],
    ["ImportKeyMaterial", (keyId) => importParameters(server, keyId, material), ["ok", "ok", failed, "ok"]],
    ["DeleteKeyMaterial", (KeyId) => also({ KeyId }), ["ok", "ok", "ok", "ok"]],
    ["EnableKey", (KeyId) => also({ KeyId }), ["ok", "ok", failed, failed]],
    ["DisableKey", (KeyId) => also({ KeyId }), ["ok", "ok", failed, failed]],
    ["ScheduleKeyDeletion", (KeyId) => also({ KeyId, PendingWindowInDays: 7 }), ["ok", "ok", failed, "ok"]],
    ["CancelKeyDeletion", (KeyId) => also({ KeyId }), [failed, failed, "ok", failed]],
    ["CreateAlias", (KeyId) => also({ KeyId, AliasName: `alias/${KeyId}` }), ["ok", "ok", failed, "ok"]],
  ];

const material = Buffer.alloc(32, 7);
function also<T>(value: T): Promise<T> {
  return Promise.resolve(value);
}

function keyIn(state: KeyState): string {
  const { keyId } = server.cloud.keys.createKey({ origin: "EXTERNAL", imported: false });
  server.cloud.keys.importMaterial(keyId, { bytes: material });
  server.cloud.keys.setState(keyId, state);
  return keyId;
}

test("a call refused for the key's state changes nothing", async () => {
  for (const [operation, parametersFor, expectations] of matrix) {
    for (const [index, state] of states.entries()) {
      if (expectations[index] === "ok") continue;
      const keyId = keyIn(state);
      await refusal(call(server, operation, await parametersFor(keyId)));
      expect(server.cloud.keys.describe(keyId)).toMatchObject({ state, tags: {} });
    }
  }
});

describe.each(matrix)("%s", (operation, parametersFor, expectations) => {
  test.each(states.map((state, index) => [state, expectations[index] ?? "ok"] as const))(
    "on a key in %s: %s",
    async (state, expected) => {
      const keyId = keyIn(state);
      const parameters = await parametersFor(keyId);
      expect(await outcome(call(server, operation, parameters))).toBe(expected === "ok" ? "200" : `409 ${expected}`);
    },
  );
});

test.each([
  ["Enabled", "PendingImport"],
  ["Disabled", "PendingImport"],
  ["PendingImport", "PendingImport"],
  ["PendingDeletion", "PendingDeletion"],
] as const)("DeleteKeyMaterial leads from %s to %s, twice", async (before, after) => {
  const keyId = keyIn(before);
  const { deleteAt } = server.cloud.keys.describe(keyId);
  for (const _ of [1, 2]) {
    await call(server, "DeleteKeyMaterial", { KeyId: keyId });
    expect(server.cloud.keys.describe(keyId)).toMatchObject({ state: after, hasMaterial: false, deleteAt });
  }
});

test("a key whose deletion is canceled after its material was deleted waits for material", async () => {
  const keyId = keyIn("PendingDeletion");
  await call(server, "DeleteKeyMaterial", { KeyId: keyId });
  await call(server, "CancelKeyDeletion", { KeyId: keyId });
  expect(server.cloud.keys.describe(keyId).state).toBe("PendingImport");
});

test("refuses to delete material that the cloud generated", async () => {
  const { keyId } = server.cloud.keys.createKey();
  for (const operation of ["DeleteKeyMaterial", "GetParametersForImport"]) {
    const parameters = { KeyId: keyId, WrappingAlgorithm: "RSAES_OAEP_SHA_1", WrappingKeySpec: "RSA_2048" };
    expect(await refusal(call(server, operation, parameters))).toMatchObject({
      code: "Unsupported.Origin",
      status: 400,
      message: expect.stringMatching(/This key origin is not valid for this api(?!\.)/) as string,
    });
  }
});

test("protection keeps a key from being scheduled for deletion, until it is lifted", async () => {
  const { keyId, arn } = server.cloud.keys.createKey();
  const protect = (enable: boolean): Promise<unknown> =>
    call(server, "SetDeletionProtection", {
      ProtectedResourceArn: arn,
      EnableDeletionProtection: enable,
      DeletionProtectionDescription: "in use",
    });
  const schedule = (): Promise<unknown> =>
    call(server, "ScheduleKeyDeletion", { KeyId: keyId, PendingWindowInDays: 30 });
  await protect(true);
  expect(await call(server, "DescribeKey", { KeyId: keyId })).toMatchObject({
    KeyMetadata: { DeletionProtection: "Enabled", DeletionProtectionDescription: "in use" },
  });
  expect(await refusal(schedule())).toMatchObject({ code: "Rejected.UnsupportedOperation", status: 400 });
  await protect(false);
  await schedule();
  expect(await refusal(protect(true))).toMatchObject({ code: "Rejected.PendingDeletion", status: 409 });
});
