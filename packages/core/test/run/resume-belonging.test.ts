import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadRunState } from "../../src/node/read-run.ts";
import { openRunJournal } from "../../src/node/run-journal.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { ApplyPlanRequest } from "../../src/run/apply-request.ts";
import { BATCHED_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { keepPlan } from "./plan-in-memory.ts";
import { keys, openCloud } from "./run-helpers.ts";

describe("plan, earlier run and journal belong together", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosstag-belonging-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function open() {
    const { cloud, crosstag } = openCloud(BATCHED_SHAPE);
    const all = Array.from({ length: 5 }, () => cloud.scene.create("key", { tags: {} }));
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { x: "1" } }) }));
    const other = await keepPlan(crosstag.planTags({ desired: keys({ set: { x: "2" } }) }));
    const run = async (name: string, request: Omit<ApplyPlanRequest, "journal">) => {
      const journal = await openRunJournal(join(folder, name));
      try {
        return await crosstag.applyPlan({ ...request, journal });
      } finally {
        await journal.close();
      }
    };
    const values = () => all.map((key) => cloud.truth.tagsOf(key)["x"]);
    return { cloud, crosstag, plan, other, run, values };
  }

  const state = (name: string) => loadRunState(join(folder, name));

  it("refuses the state of a run of another plan, and sends nothing", async () => {
    const { cloud, crosstag, plan, other, run, values } = await open();
    await run("a", { plan: other, run: "a" });
    const sent = cloud.log.requests.length;
    const refusal = { code: "invalid-request", message: expect.stringContaining("state of run a") as string };
    await expect(crosstag.applyPlan({ plan, resume: await state("a") })).rejects.toMatchObject(refusal);
    await expect(run("b", { plan, resume: await state("a") })).rejects.toMatchObject(refusal);
    expect(cloud.log.requests.length).toBe(sent);
    expect(values()).toEqual(Array(5).fill("2"));
    expect((await readFile(join(folder, "b"))).length).toBe(0);
  });

  it("refuses the state of another run of the same plan", async () => {
    const { cloud, plan, run } = await open();
    await run("a", { plan, run: "a", limit: 2 });
    await run("b", { plan, run: "b", limit: 1 });
    const sent = cloud.log.requests.length;
    await expect(run("a", { plan, run: "b", resume: await state("a") })).rejects.toMatchObject({
      code: "invalid-request",
      message: expect.stringContaining('`run` is "b"') as string,
    });
    await expect(run("b", { plan, resume: await state("a") })).rejects.toMatchObject({
      code: "invalid-request",
      message: expect.stringContaining("The journal holds the run b") as string,
    });
    await expect(run("c", { plan, resume: await state("a") })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("it is empty") as string,
    });
    expect(cloud.log.requests.length).toBe(sent);
    expect(await run("a", { plan, run: "a", resume: await state("a") })).toMatchObject({
      ended: "complete",
      counts: { changed: 5 },
    });
  });

  it("refuses a state that does not say which run it is of", async () => {
    const { cloud, crosstag, plan } = await open();
    const sent = cloud.log.requests.length;
    const resume = { outcomes: new Map(), intents: new Map() } as unknown as NonNullable<ApplyPlanRequest["resume"]>;
    await expect(crosstag.applyPlan({ plan, resume })).rejects.toMatchObject({ code: "invalid-request" });
    expect(cloud.log.requests.length).toBe(sent);
  });

  it("refuses a second run in one journal before anything is sent, and leaves the first usable", async () => {
    const { cloud, plan, run, values } = await open();
    await run("a", { plan, run: "a", limit: 2 });
    const sent = cloud.log.requests.length;
    const before = await readFile(join(folder, "a"));
    await expect(run("a", { plan, run: "a" })).rejects.toMatchObject({
      code: "invalid-request",
      message: expect.stringContaining("already holds the run a") as string,
    });
    expect(cloud.log.requests.length).toBe(sent);
    expect((await readFile(join(folder, "a"))).equals(before)).toBe(true);
    await run("a", { plan, resume: await state("a") });
    expect(values()).toEqual(Array(5).fill("1"));
  });

  it("refuses the second of two runs that begin at once in one journal", async () => {
    const { crosstag, plan, values } = await open();
    const journal = await openRunJournal(join(folder, "a"));
    const apply = (one: Plan) => crosstag.applyPlan({ plan: one, run: "a", journal });
    const [first, second] = await Promise.allSettled([apply(plan), apply(plan)]);
    await journal.close();
    expect([first.status, second.status]).toEqual(["fulfilled", "rejected"]);
    expect(values()).toEqual(Array(5).fill("1"));
    expect((await state("a")).outcomes.size).toBe(5);
  });
});
