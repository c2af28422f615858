import { expect, test } from "vitest";
import { factsOfReference, idOfShortName } from "../../src/internal.ts";
import { createMemoryCloud } from "../../src/testing.ts";

const memory = createMemoryCloud().driver;

test("a full name is that of the cloud whose grammar knows it, and of no other", () => {
  const name = "mem:kms:memory-1:1000:secret/db";
  const facts = { provider: "memory", kind: "secret", id: "db", region: "memory-1", account: "1000" };
  expect(factsOfReference([memory], name)).toEqual(facts);
  const other = { provider: "other", kinds: [], references: { ...memory.references, factsOf: () => undefined } };
  expect(factsOfReference([other, memory], name)).toEqual(facts);
  expect(factsOfReference([other], name)).toBeUndefined();
});

test.each(["secret/db", "key-000001", "mem:kms:memory-1:1000:unknown/db", "xyz:kms:here:1:key/a", ""])(
  "%j says nothing of its cloud",
  (name) => {
    expect(factsOfReference([memory], name)).toBeUndefined();
  },
);

test("a short name has an id", () => {
  expect(["secret/db", "key/1", "1234", "alias/a"].map((name) => idOfShortName([memory], name))).toEqual([
    "db",
    "1",
    "1234",
    "alias/a",
  ]);
});
