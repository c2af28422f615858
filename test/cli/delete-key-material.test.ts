import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readChain } from "@crosstag/core/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const deletions = () =>
  scene.clouds.aws.requests.count("DeleteImportedKeyMaterial") +
  scene.clouds.alibaba.requests.count("DeleteKeyMaterial");

test("without a confirmation, or with the wrong one, nothing is deleted: exit 4", async () => {
  const { keyId, arn } = scene.clouds.aws.keys.createKey({ origin: "EXTERNAL" });
  for (const commandLine of [
    ["--no-input"],
    [],
    ["--confirm", "yes"],
    ["--confirm", keyId.toUpperCase()],
    ["--confirm", arn],
  ]) {
    const result = await scene.run(["delete-key-material", arn, ...commandLine]);
    expect(result).toMatchObject({ exitCode: 4, stdout: "" });
    expect(result.stderr).toContain("Nothing was changed.");
  }
  expect(scene.clouds.aws.keys.describe(arn).state).toBe("Enabled");
  expect(deletions()).toBe(0);
});

test("the ceremony on AWS: what was found, one call with the material pinned, the evidence, the state afterwards", async () => {
  const { aws } = scene.clouds;
  const { keyId, arn } = aws.keys.createKey({ origin: "EXTERNAL", description: "the old one" });
  const material = aws.keys.describe(arn).materials[0]?.id ?? "";
  const dry = await scene.run(["delete-key-material", arn, "--dry-run"]);
  expectExit(dry, 0);
  expect(dry.stdout).toContain("dry-run");
  expect(deletions()).toBe(0);

  const result = await scene.run(["delete-key-material", arn, "--confirm", keyId, "--output", "json"], {
    environment: { XDG_STATE_HOME: join(scene.directory, "state") },
  });
  expectExit(result, 0);
  for (const part of [arn, "the old one", "external", "Enabled", material, "What deleting the material means"])
    expect(result.stderr).toContain(part);
  expect(JSON.parse(result.stdout)).toMatchObject({
    outcome: { status: "changed", resource: arn },
    materialId: material,
    after: { state: "pending-import" },
  });
  expect(aws.keys.describe(arn)).toMatchObject({
    state: "PendingImport",
    materials: [{ id: material, imported: false }],
  });

  const chain = readChain(
    await readFile(join(scene.directory, "state/crosstag/evidence/delete-key-material.jsonl"), "utf8"),
  );
  expect(chain.problem).toBeUndefined();
  expect(chain.records).toMatchObject([
    { phase: "intent", reference: arn, materialId: material, stateBefore: "Enabled" },
    { phase: "outcome", reference: arn, outcome: "changed", stateAfter: "PendingImport" },
  ]);

  const again = await scene.run(["delete-key-material", arn]);
  expectExit(again, 0);
  expect(again.stdout).toContain("unchanged");
  expect(deletions()).toBe(1);
});

test("on Alibaba Cloud the same, into a journal of one's own", async () => {
  const { alibaba } = scene.clouds;
  const { keyId, arn } = alibaba.keys.createKey({ origin: "EXTERNAL" });
  const result = await scene.run(["delete-key-material", arn, "--confirm", keyId, "--journal", "evidence.jsonl"]);
  expectExit(result, 0);
  expect(alibaba.keys.describe(arn).hasMaterial).toBe(false);
  expect(readChain(await readFile(join(scene.directory, "evidence.jsonl"), "utf8")).records).toHaveLength(2);
});

test("a journal that cannot be trusted stops it before anything is sent", async () => {
  const { keyId, arn } = scene.clouds.aws.keys.createKey({ origin: "EXTERNAL" });
  const journal = join(scene.directory, "damaged.jsonl");
  await writeFile(journal, '{"sequence":0}\n');
  const before = deletions();
  const result = await scene.run(["delete-key-material", arn, "--confirm", keyId, "--journal", journal]);
  expectExit(result, 1);
  expect(result.stderr).toContain("it is damaged");
  expect(deletions()).toBe(before);
});

test("material that was not imported, and a material that the key does not have, are refused with the reason", async () => {
  const { aws } = scene.clouds;
  const own = aws.keys.createKey();
  const refused = await scene.run(["delete-key-material", own.arn, "--confirm", own.keyId]);
  expectExit(refused, 1);
  expect(refused.stderr).toContain("not imported");
  const external = aws.keys.createKey({ origin: "EXTERNAL" });
  const unknown = await scene.run([
    "delete-key-material",
    external.arn,
    "--confirm",
    external.keyId,
    "--material-id",
    "0".repeat(64),
  ]);
  expectExit(unknown, 2);
  expect(unknown.stderr).toContain("no material with this id");
  expect(aws.keys.describe(external.arn).state).toBe("Enabled");
});
