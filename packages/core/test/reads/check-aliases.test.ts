import { expect, test } from "vitest";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { createMemoryCloud } from "../../src/testing.ts";

/** The memory cloud, with names of keys that are short: only the cloud knows the rest. */
function withShortNames(driver: KmsDriver): KmsDriver {
  const { references } = driver;
  const parse: KmsDriver["references"]["parse"] = (text, scope) => {
    const parsed = references.parse(text, scope);
    return "reference" in parsed && parsed.reference.alias
      ? { reference: { ...parsed.reference, short: true } }
      : parsed;
  };
  return { ...driver, references: { ...references, parse } };
}

test("a short name is resolved without being asked for, an alias only if it is", async () => {
  const { driver, scene, truth } = createMemoryCloud();
  const key = scene.create("key");
  const alias = scene.createAlias(key);
  const request = { resources: [alias], tags: { team: "payments" } };
  await using strict = createCrosstag([driver]);
  const [form = ""] = driver.references.forms;
  await expect(strict.tagResource(request)).rejects.toMatchObject({
    violations: [
      { rule: "crosstag.alias", fix: expect.stringContaining(`Give its full name, ${form}, or`) as unknown },
    ],
  });

  await using crosstag = createCrosstag([withShortNames(driver)]);
  const { outcomes } = await crosstag.tagResource(request);
  expect(outcomes).toMatchObject([{ status: "changed", reference: key }]);
  expect(truth.tagsOf(key)).toEqual({ team: "payments" });
});

test("a cloud without aliases can have short names, and its resources have no unknown aliases", async () => {
  const { driver, scene } = createMemoryCloud();
  const key = scene.create("key");
  const alias = scene.createAlias(key);
  const none = { key: { support: "no", reason: "There are no aliases.", link: "https://example.com/" } } as const;
  const capabilities = { ...driver.capabilities, resolveAlias: none, listAliases: none };
  await using crosstag = createCrosstag([{ ...withShortNames(driver), capabilities }]);
  const { outcomes } = await crosstag.tagResource({ resources: [alias], tags: { team: "payments" } });
  expect(outcomes).toMatchObject([{ status: "changed", reference: key }]);
  for await (const found of crosstag.findResources({ aliases: true })) expect(found).not.toHaveProperty("aliasesError");
});
