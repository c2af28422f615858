import {
  BATCHED_SHAPE,
  DEFAULT_MEMORY_RULES,
  LABEL_RULES,
  ONE_BY_ONE_SHAPE,
  REPLACED_SHAPE,
  SCHEDULED_DELETION,
  TWO_FORMS_SHAPE,
  memoryRules,
} from "@crosstag/core/testing";
import type { MemoryCloudOptions } from "@crosstag/core/testing";
import { brokenDrivers, createMemoryHarness } from "../src/index.ts";
import type { ConformanceCloud } from "../src/index.ts";
import { describe, expect, it } from "vitest";
import { collectCases, failingCases } from "./collecting-runner.ts";

/** Batches, pages, reads without errors, and everything else that a driver can get wrong. */
const shape: MemoryCloudOptions = {
  ...BATCHED_SHAPE,
  materialIds: true,
  kinds: ["key"],
  capabilities: {
    ...BATCHED_SHAPE.capabilities,
    readAccessPolicy: { key: { support: "yes" } },
    listKeyMaterials: { key: { support: "yes" } },
  },
};

const ADDS_ONLY: MemoryCloudOptions = {
  ...ONE_BY_ONE_SHAPE,
  limits: { shapes: { writeTags: { key: [{ shape: "add", resources: 3, tags: 2, addsOnly: true }] } } },
};

/** With a reserved prefix. */
const replacedShape: MemoryCloudOptions = { ...REPLACED_SHAPE, rules: DEFAULT_MEMORY_RULES, tagsPerCall: 50 };
const versionedShape: MemoryCloudOptions = { ...replacedShape, writes: { style: "replace", versioned: true } };

/** What the words of a test could break: small letters, digits and _ only, 3 to 14 of them, 9 tags on a resource. */
const FEW_SHORT_WORDS = memoryRules({
  keyLength: 12,
  valueLength: 14,
  allowed: "a-z0-9_",
  description: "small ASCII letters, digits and _",
  tagsPerResource: 9,
}).map((rule) => (rule.check === "length" ? { ...rule, minimum: 3 } : rule));

describe("the conformance suite", () => {
  it.each([
    ["one by one", ONE_BY_ONE_SHAPE],
    ["in batches", BATCHED_SHAPE],
    [
      "of a cloud with labels that schedules deletions of material and changes tags in every state",
      { ...BATCHED_SHAPE, rules: LABEL_RULES, keyMaterialDeletion: SCHEDULED_DELETION, stateRules: [] },
    ],
    ["of a cloud that replaces all labels", REPLACED_SHAPE],
    ["of clouds that refuse to remove an absent tag", { ...shape, absentTagKeys: "refused" as const }],
    ["that replaces all tags, some of them the cloud's", replacedShape],
    ["that replaces all tags of a version", versionedShape],
    ["of a cloud with few, short words", { ...BATCHED_SHAPE, rules: FEW_SHORT_WORDS, stateRules: [] }],
    ["of a cloud with one tag in a call", { ...ONE_BY_ONE_SHAPE, rules: FEW_SHORT_WORDS, tagsPerCall: 1 }],
    ["the shape that the broken drivers wrap", shape],
    [
      "of clouds that apply a refused call to the other resources",
      { ...BATCHED_SHAPE, badResourceInBatch: "apply-others" as const },
    ],
    ["of clouds with several shapes of a call, which name refused resources in a success", TWO_FORMS_SHAPE],
    ["of clouds with a shape that only adds tags", ADDS_ONLY],
  ])("passes a correct driver %s", async (_, options) => {
    expect([...(await failingCases(collectCases(createMemoryHarness(options))))]).toEqual([]);
  });

  it("simulates faults around the driver if the cloud cannot have any", async () => {
    const harness = createMemoryHarness(ONE_BY_ONE_SHAPE);
    const create = async (): Promise<ConformanceCloud> => {
      const { faults: _, ...cloud } = await harness.create();
      return cloud;
    };
    expect([...(await failingCases(collectCases({ ...harness, create })))]).toEqual([]);
  });

  // The cases that a correct driver of the same shape passes, above.
  it.each(brokenDrivers)("finds a driver that $flaw", async ({ break: change, caughtBy, cloud }) => {
    const harness = createMemoryHarness({ ...shape, ...cloud }, change);
    const cases = collectCases(harness).filter(({ title }) => title.includes(caughtBy));
    expect((await failingCases(cases)).size).toBeGreaterThan(0);
  });

  it("has a case for every operation that the cloud does not support, with the reason", () => {
    const titles = collectCases(createMemoryHarness(BATCHED_SHAPE)).map(({ title }) => title);
    expect(titles).toContain("not supported > certificate: readTags is refused: The cloud does not show them.");
    expect(titles).toContain(
      "not supported > secret: deleteKeyMaterial is refused: Only keys have material and aliases.",
    );
  });
});
