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
  await expect(strict.tagResource(request)).rejects.toMatchObject({ violations: [{ rule: "crosstag.alias" }] });

  await using crosstag = createCrosstag([withShortNames(driver)]);
  const { outcomes } = await crosstag.tagResource(request);
  expect(outcomes).toMatchObject([{ status: "changed", reference: key }]);
  expect(truth.tagsOf(key)).toEqual({ team: "payments" });
});
