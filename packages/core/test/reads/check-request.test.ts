import { expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { Crosstag } from "../../src/crosstag.ts";
import { BATCHED_SHAPE, createMemoryCloud } from "../../src/testing.ts";

/** The operations as a program without types calls them. */
type Untyped = { readonly [Operation in keyof Crosstag]: (...parameters: readonly unknown[]) => never };

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

const ATTEMPTS: readonly (readonly [string, (crosstag: Untyped, key: string) => Promise<unknown>])[] = [
  ["tagging nothing", (crosstag) => crosstag.tagResource()],
  ["untagging null", (crosstag) => crosstag.untagResource(null)],
  ["listing nothing", (crosstag) => drain(crosstag.listTags())],
  ["finding null", (crosstag) => drain(crosstag.findResources(null))],
  ["inspecting nothing", (crosstag) => crosstag.inspectKeyMaterial()],
  ["deleting nothing", (crosstag) => crosstag.deleteKeyMaterial()],
  ["applying nothing", (crosstag) => crosstag.applyPlan()],
  ["applying what is not a plan", (crosstag) => crosstag.applyPlan({ plan: {} })],
  ["a text for a list of tag keys", (crosstag, key) => crosstag.untagResource({ resources: [key], tagKeys: "a" })],
  // As a form or a query would have it: not to be read as "all of them".
  ["the text false", (crosstag, key) => crosstag.untagResource({ resources: [key], all: "false" })],
  ["all: 1", (crosstag, key) => crosstag.untagResource({ resources: [key], all: 1 })],
  ["an unknown kind", (crosstag) => drain(crosstag.findResources({ kinds: ["keys"] }))],
  ["a text for a list of kinds", (crosstag) => drain(crosstag.findResources({ kinds: "key" }))],
  [
    "a signal that is none",
    (crosstag, key) => crosstag.tagResource({ resources: [key], tags: { a: "2" } }, { signal: {} }),
  ],
];

it.each(ATTEMPTS)("%s is refused in words, and nothing is sent", async (_, attempt) => {
  const { driver, scene, log, truth } = createMemoryCloud(BATCHED_SHAPE);
  const key = scene.create("key", { tags: { a: "1" } });
  const crosstag = createCrosstag([driver]) as Crosstag & Untyped;
  await expect(attempt(crosstag, key)).rejects.toMatchObject({ code: "invalid-request", hint: expect.any(String) });
  expect([log.calls(), truth.tagsOf(key)]).toEqual([0, { a: "1" }]);
});

it.each([
  null,
  5,
  {},
  { description: null, key: null },
  { description: { reference: null }, key: {} },
  { description: { reference: {} }, key: { materials: "x" } },
  { description: { reference: {} }, key: { materials: [null] } },
  { description: { reference: {} }, key: { multiRegion: 5 } },
  { description: { reference: {} }, key: { expiresAt: 1e20 } },
  { description: { reference: {} }, key: { expiresAt: "soon" } },
])("what was shown, as %j, is not an inspection", async (expected) => {
  const { driver, scene, truth } = createMemoryCloud(BATCHED_SHAPE);
  const resource = scene.createExternalKey();
  const crosstag = createCrosstag([driver]) as Crosstag & Untyped;
  const confirm = resource.slice(resource.lastIndexOf("/") + 1);
  await expect(crosstag.deleteKeyMaterial({ resource, confirm, expected })).rejects.toMatchObject({
    code: "invalid-request",
  });
  expect(truth.hasMaterial(resource)).toBe(true);
});

it("what was shown may have been to a file and back", async () => {
  const { driver, scene } = createMemoryCloud(BATCHED_SHAPE);
  const resource = scene.createExternalKey();
  const crosstag = createCrosstag([driver]);
  const shown = await crosstag.inspectKeyMaterial({ resource });
  const expected = JSON.parse(JSON.stringify(shown)) as typeof shown;
  const { outcome } = await crosstag.deleteKeyMaterial({ resource, confirm: shown.confirmation, expected });
  expect(outcome.status).toBe("changed");
});
