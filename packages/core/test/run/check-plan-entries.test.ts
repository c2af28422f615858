import { describe, expect, it } from "vitest";
import type { CrosstagError } from "../../src/model/crosstag-error.ts";
import { createPlan } from "../../src/node/memory-plan.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { PlanEntry, PlannedResourceChange } from "../../src/plan/plan-entry.ts";
import { BATCHED_SHAPE, ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, idOf, keys, openCloud } from "./run-helpers.ts";

async function open(count = 4) {
  const { cloud, crosstag } = openCloud(BATCHED_SHAPE);
  const all = Array.from({ length: count }, () => cloud.scene.create("key", { tags: { tmp: "1" } }));
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  const changed = (...changes: readonly Partial<PlannedResourceChange>[]): Plan =>
    withEntries(
      plan,
      plan.all.map((entry, index) => ({ ...entry, ...changes[index] }) as PlanEntry),
    );
  return { cloud, crosstag, all, plan, changed };
}

function withEntries({ header }: Plan, entries: readonly PlanEntry[]): Plan {
  const changes = entries.filter(({ action }) => action === "change").length;
  return createPlan(entries, { origin: header.origin, summary: { ...header.summary, changes } });
}

/** Applies a plan that has to be refused, and sees that nothing was sent or written down. */
async function refusalOf({ cloud, crosstag }: Awaited<ReturnType<typeof open>>, plan: Plan): Promise<CrosstagError> {
  const sent = cloud.log.requests.length;
  const journal = createMemoryJournal();
  const error = await crosstag.applyPlan({ plan, journal }).then(
    () => undefined,
    (thrown: unknown) => thrown as CrosstagError,
  );
  expect(error?.message ?? "").toContain("The plan was refused and nothing was sent");
  expect(error?.code).toBe("invalid-request");
  expect([cloud.log.requests.length, journal.records.length]).toEqual([sent, 0]);
  return error as CrosstagError;
}

const found = (error: CrosstagError) => error.violations.map(({ position, rule }) => `${position} ${rule}`);

describe("a plan that another program wrote", () => {
  it("is refused with every problem, named by entry", async () => {
    const scene = await open(4);
    const error = await refusalOf(
      scene,
      scene.changed(
        { set: { "mem:x": "1" } },
        { set: { big: "v".repeat(30 * 1024 * 1024) } },
        { set: { both: "1" }, remove: ["both", "tmp", "tmp"], removeFirst: ["tmp", "other"] },
        { set: { "half\ud800": "1" } },
      ),
    );
    expect(error.message).toMatch(/Entry 1, mem:kms:\S+: .*"mem:x".*\(and \d+ more\)$/);
    expect(found(error)).toEqual(
      expect.arrayContaining([
        "0 memory.reserved-prefix",
        "1 memory.value-length",
        "2 crosstag.plan-tag-key",
        "2 crosstag.plan-duplicate-key",
        "3 crosstag.plan-tag-key",
      ]) as string[],
    );
    expect(error.message.length + JSON.stringify(error).length).toBeLessThan(10_000);
    expect(JSON.stringify(error)).not.toContain("vvv");
  });

  it("is refused for the same tag in every entry, but not if another entry has the key as a value", async () => {
    const scene = await open(4);
    const [fits, taken] = [{ set: { first: "mem:x" } }, { set: { "mem:x": "1" } }];
    const error = await refusalOf(scene, scene.changed(fits, taken, fits, taken));
    expect(found(error)).toEqual(["1 memory.reserved-prefix", "3 memory.reserved-prefix"]);
  });

  it("does not repeat a tag key that fills a page", async () => {
    const scene = await open(1);
    const error = await refusalOf(scene, scene.changed({ set: { ["k".repeat(1_000_000)]: "1" } }));
    expect(JSON.stringify(error).length).toBeLessThan(5_000);
  });

  it("is refused when a resource would end with too many tags", async () => {
    const scene = await open(1);
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`key-${index}`, "1"]));
    const counts = await refusalOf(scene, scene.changed({ before: many, set: { more: "1" }, remove: [] }));
    expect(found(counts)).toEqual(["0 crosstag.plan-tag-count"]);
  });

  it.each([
    ["mem:kms:elsewhere:1000:key/key-000001", "0 crosstag.plan-reference"],
    ["nothing at all", "0 crosstag.plan-reference"],
    ["alias/mine", "0 crosstag.plan-alias"],
    ["secret/mine", "0 crosstag.plan-kind"],
  ])("is refused when an entry names %s", async (reference, problem) => {
    const scene = await open(2);
    expect(found(await refusalOf(scene, scene.changed({ reference })))).toEqual([problem]);
  });

  it("is refused when it names one resource twice, also in another form", async () => {
    const scene = await open(3);
    const [first, second] = scene.plan.all as [PlanEntry, PlanEntry];
    const short = { ...first, reference: idOf(first.reference) };
    const error = await refusalOf(scene, withEntries(scene.plan, [...scene.plan.all, second, short]));
    expect(found(error)).toEqual([
      "4 crosstag.plan-reference",
      "3 crosstag.plan-duplicate",
      "4 crosstag.plan-duplicate",
    ]);
    expect(error.message).toContain("does not say which account it belongs to");
    expect(error.violations[1]?.message).toContain("the resource of entry 2 once more");
  });

  it("is refused when its summary counts other changes than its entries hold", async () => {
    const scene = await open(3);
    const { origin, summary } = scene.plan.header;
    const plan = createPlan(scene.plan.all, { origin, summary: { ...summary, changes: 1 } });
    expect((await refusalOf(scene, plan)).message).toContain("its summary counts 1 changes");
  });

  it("lists a hundred problems, and counts the others", async () => {
    const scene = await open(150);
    const error = await refusalOf(
      scene,
      scene.changed(...Array.from({ length: 150 }, () => ({ set: { "mem:x": "1" } }))),
    );
    expect([error.violations.length, error.message.endsWith("(and 149 more)")]).toEqual([100, true]);
  });
});

describe("an undo", () => {
  it("leaves it to the cloud which characters it takes back, and breaks no other rule", async () => {
    const { cloud, crosstag } = openCloud(ONE_BY_ONE_SHAPE);
    const key = cloud.scene.create("key", { tags: { place: "old{}" } });
    const state = { reference: key, before: { place: "old{}" }, set: {}, remove: ["place"] };
    const taken = await keepPlan(crosstag.planTags({ desired: keys({ remove: ["place"] }) }));
    await applyAndCount(crosstag, { plan: taken });
    const undo = await keepPlan(crosstag.planUndo({ run: "a", changes: [state] }));
    expect(undo.all).toHaveLength(1);
    const [entry] = undo.all as [PlannedResourceChange];
    const wrong = withEntries(undo, [{ ...entry, set: { "mem:x": "1" } }]);
    await expect(crosstag.applyPlan({ plan: wrong })).rejects.toMatchObject({ code: "invalid-request" });
    // This cloud refuses them, for that resource only.
    const { result } = await applyAndCount(crosstag, { plan: undo });
    expect(result).toMatchObject({ counts: { failed: 1 }, failures: [{ code: "tag-refused" }] });
  });
});

describe("a plan of the way back", () => {
  it("is refused when it is given one resource twice, in whatever form", async () => {
    const { cloud, crosstag } = openCloud(BATCHED_SHAPE);
    const key = cloud.scene.create("key", { tags: { a: "1" } });
    const changes = [key, idOf(key)].map((reference) => ({
      reference,
      before: { a: null },
      set: { a: "1" },
      remove: [],
    }));
    await expect(keepPlan(crosstag.planUndo({ run: "a", changes }))).rejects.toMatchObject({
      code: "invalid-request",
      message: expect.stringContaining("given twice") as string,
    });
  });
});

describe("a plan of what is desired", () => {
  it("is refused when it is given one resource twice, in whatever form", async () => {
    const { cloud, crosstag } = openCloud(BATCHED_SHAPE);
    const key = cloud.scene.create("key", { tags: {} });
    const resources = [key, idOf(key)].map((reference) => ({ reference, before: {}, desired: { a: "1" } }));
    await expect(keepPlan(crosstag.planTagSets({ by: "a test", resources }))).rejects.toMatchObject({
      code: "invalid-request",
      message: expect.stringContaining("given twice") as string,
    });
  });
});
