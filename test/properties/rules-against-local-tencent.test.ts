import { type LocalClouds, startLocalClouds } from "@crosstag/local-clouds";
import { checkTags, type Tag } from "@crosstag/core";
import { createTencentKmsDriver } from "@crosstag/tencent";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agreedOnKeys, agreedOnTags } from "./agreed-verdicts.ts";
import { ASCII_LETTERS_AND_DIGITS, OBJECT_WORDS, tagSet, type TagShape } from "./hostile-tags.ts";
import { mapOf, record, referenceOf, throughDriver, type Wire } from "./wire.ts";

const SHAPE: TagShape = {
  characters: [...ASCII_LETTERS_AND_DIGITS, ...Array.from("+-=._:/@()[],;><【】： äßжあ漢𐐀𠮷!#")],
  keyLengths: [1, 126, 127, 128],
  valueLengths: [1, 254, 255, 256],
  counts: [1, 9, 10],
};

const SYSTEM_KEY = "qcs:by-the-cloud";

let clouds: LocalClouds;
beforeAll(async () => {
  // Every run makes new tags, of which an account can have 1,000.
  const settings = { tagKeysPerAccount: 1_000_000, valuesPerTagKey: 1_000_000 };
  clouds = await startLocalClouds({
    aws: false,
    alibaba: false,
    tencent: { quotas: "off", requestLogCapacity: 1, settings },
  });
});
afterAll(() => clouds.close());

async function wireOf(): Promise<Wire> {
  const { endpoint, region, account, keys, credentials } = clouds.tencent;
  const driver = await createTencentKmsDriver({ endpoint, region, account, credentials });
  const { name } = keys.createKey();
  const tagsOf = () => keys.tagsOf(name);
  const wire = throughDriver(driver, referenceOf(driver, name), {
    setTags: (tags) => keys.setTags(name, record(tags)),
    tagsOf,
  });
  // System tags are not read.
  const systemTags = () => Object.entries(tagsOf()).filter(([key]) => key === SYSTEM_KEY);
  return { ...wire, readBack: async () => new Map([...(await wire.readBack()), ...systemTags()]) };
}

test("Tencent Cloud accepts the tags that the rules accept, and refuses what they refuse", async () => {
  const { rarerShare } = await agreedOnTags(await wireOf(), SHAPE, {
    runs: 400,
    limit: 50,
    cloudTag: SYSTEM_KEY,
    differences: [],
    // A call accepts 10 tags, which is a limit of the call that the engine keeps by splitting, not a rule.
    sets: tagSet(SHAPE).map((tags) => tags.slice(0, 10)),
  });
  expect(rarerShare).toBeGreaterThan(0.02);
});

test("Tencent Cloud accepts the tag keys to remove that the rules accept", async () => {
  const wire = await wireOf();
  // Characters only warn, so that every tag that exists can be removed; no tag exists with one that the cloud refuses.
  const canExist = ({ key }: Tag) =>
    checkTags([{ key, value: "v" }], wire.rules).every(({ rule }) => rule !== "tencent.key-characters");
  const sets = tagSet(SHAPE).map((tags) => tags.filter(canExist).slice(0, 10));
  const { rarerShare } = await agreedOnKeys(wire, SHAPE, {
    runs: 200,
    differences: [],
    sets: sets.filter((tags) => tags.length > 0),
  });
  expect(rarerShare).toBeGreaterThan(0.02);
});

test("names of inherited properties of a plain object are tag keys like any other", async () => {
  const tags = OBJECT_WORDS.map((key) => ({ key, value: key }));
  const wire = await wireOf();
  await wire.write(tags);
  expect(await wire.readBack()).toEqual(mapOf(tags));
  await wire.remove(["__proto__", "constructor"]);
  expect(Object.keys(wire.tagsOf()).toSorted()).toEqual(["hasOwnProperty", "toString", "valueOf"]);
});
