import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readChain } from "@crosstag/core/node";
import { deleteKeyMaterial, inspectKeyMaterial } from "@crosstag/operations";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLocalService, type LocalService } from "./open-service.ts";

let service: LocalService;
beforeAll(async () => {
  service = await openLocalService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** A key with imported material, and how to see what became of it. */
interface ImportedKey {
  readonly name: string;
  readonly id: string;
  readonly hasMaterial: () => boolean;
  readonly disable: () => void;
  readonly deletions: () => number;
}

const CLOUDS: readonly (readonly [string, () => ImportedKey])[] = [
  [
    "aws",
    () => {
      const { keys, requests } = service.clouds.aws;
      const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
      return {
        name: arn,
        id: keyId,
        hasMaterial: () => keys.describe(arn).materials.some(({ imported }) => imported),
        disable: () => keys.setState(arn, "Disabled"),
        deletions: () => requests.count("DeleteImportedKeyMaterial"),
      };
    },
  ],
  [
    "alibaba",
    () => {
      const { keys, requests } = service.clouds.alibaba;
      const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
      return {
        name: arn,
        id: keyId,
        hasMaterial: () => keys.describe(arn).hasMaterial,
        disable: () => keys.setState(arn, "Disabled"),
        deletions: () => requests.count("DeleteKeyMaterial"),
      };
    },
  ],
  [
    "tencent",
    () => {
      const { keys, requests } = service.clouds.tencent;
      const { name, keyId } = keys.createKey({ origin: "EXTERNAL" });
      return {
        name,
        id: keyId,
        hasMaterial: () => keys.describe(keyId).state !== "PendingImport",
        disable: () => keys.setState(keyId, "Disabled"),
        deletions: () => requests.count("DeleteImportedKeyMaterial"),
      };
    },
  ],
];

async function evidence() {
  const path = join(service.stateFolder, "evidence", "delete-key-material.jsonl");
  const { records, problem } = readChain(await readFile(path, "utf8").catch(() => ""));
  expect(problem).toBeUndefined();
  return records;
}

const look = async (resource: string) => (await service.call(inspectKeyMaterial, { resource })).document;
const NO_TOKEN = {
  status: 409,
  detail: "The token is unknown, used, another caller's, or has ended. Nothing was changed.",
};

describe.each(CLOUDS)("key material of %s", (_cloud, createKey) => {
  test("is deleted as it was shown, once, by the caller who looked and typed the id of the key", async () => {
    const key = createKey();
    const before = (await evidence()).length;
    const deleted = key.deletions();
    const { inspection, token = "", expiresAt } = await look(key.name);
    expect(inspection).toMatchObject({ reference: key.name, alreadyGone: false, effect: "immediate" });
    expect(inspection.obstacle).toBeUndefined();
    expect(Date.parse(expiresAt ?? "")).toBe(service.present.getTime() + 600_000);
    const { confirmation: confirm } = inspection;
    expect(confirm).toBe(key.id);

    const mistyped = await service.refused(deleteKeyMaterial, { token, confirm: "yes" });
    expect(mistyped).toMatchObject({
      status: 409,
      detail: "The confirmation does not match the key's id. Nothing was changed.",
    });
    const other = await service.refused(deleteKeyMaterial, { token, confirm }, { "X-Caller": "somebody-else" });
    expect(other).toMatchObject(NO_TOKEN);
    const dry = await service.call(deleteKeyMaterial, { token, confirm, dryRun: true });
    expect(dry).toMatchObject({ status: 200, document: { outcome: { status: "skipped", reason: "dry-run" } } });
    expect([key.hasMaterial(), key.deletions(), (await evidence()).length]).toEqual([true, deleted, before]);

    const { status, document } = await service.call(deleteKeyMaterial, { token, confirm });
    expect(status).toBe(200);
    expect(document).toMatchObject({
      outcome: { status: "changed" },
      after: { state: "pending-import" },
      warnings: [],
    });
    expect([key.hasMaterial(), key.deletions()]).toEqual([false, deleted + 1]);
    expect(await service.refused(deleteKeyMaterial, { token, confirm })).toMatchObject(NO_TOKEN);
    const by = { operation: "delete-key-material", caller: "somebody", reference: key.name };
    const requestId = expect.stringMatching(/^[\w-]{8,}$/) as unknown;
    expect((await evidence()).slice(before)).toMatchObject([
      { ...by, phase: "intent", requestId },
      { ...by, phase: "outcome", outcome: "changed", requestId },
    ]);

    // What is gone gives no token.
    const again = await look(key.name);
    expect(again).toMatchObject({ inspection: { alreadyGone: true } });
    expect(again.token).toBeUndefined();
  });

  test("is kept if the key has changed since it was shown, or the token has ended", async () => {
    const key = createKey();
    const { inspection, token = "" } = await look(key.name);
    const { confirmation: confirm } = inspection;
    const first = service.present;
    service.present = new Date(first.getTime() + 600_000);
    expect(await service.refused(deleteKeyMaterial, { token, confirm })).toMatchObject(NO_TOKEN);
    const { token: fresh = "" } = await look(key.name);
    service.present = first;
    key.disable();
    const changed = await service.refused(deleteKeyMaterial, { token: fresh, confirm });
    expect(changed).toMatchObject({ status: 409, code: "confirmation-required" });
    expect(changed.detail).toContain("The key has changed since it was inspected: the state was");
    expect(key.hasMaterial()).toBe(true);
  });
});

test("an outcome that is not known is reported as such, and its token is gone", async () => {
  const { keys } = service.clouds.aws;
  // The state of such a key does not show whether its material is there.
  const { arn, keyId } = keys.createKey({ origin: "EXTERNAL", state: "PendingDeletion" });
  const { token = "" } = await look(arn);
  const { status, document } = await service.call(deleteKeyMaterial, { token, confirm: keyId });
  expect(status).toBe(207);
  expect(document).toMatchObject({ outcome: { status: "unknown", error: { message: expect.any(String) as unknown } } });
  expect((await evidence()).at(-1)).toMatchObject({ phase: "outcome", outcome: "unknown", reference: arn });
  expect(await service.refused(deleteKeyMaterial, { token, confirm: keyId })).toMatchObject(NO_TOKEN);
});

test("what cannot be deleted is shown with the reason, and without a token", async () => {
  const { keys } = service.clouds.aws;
  const own = await look(keys.createKey().arn);
  expect(own.token).toBeUndefined();
  expect(own.inspection.obstacle).toMatchObject({ code: "unsupported" });
  expect(own.inspection.obstacle?.message).toContain("not imported");
  const { arn } = keys.createKey({ origin: "EXTERNAL" });
  const material = await service.refused(inspectKeyMaterial, { resource: arn, materialId: "0".repeat(64) });
  expect(material).toMatchObject({ status: 422, detail: "The key has no material with this id." });
  const alias = await service.refused(inspectKeyMaterial, { resource: "alias/none" });
  expect(alias).toMatchObject({ status: 422, code: "invalid-request" });
});
