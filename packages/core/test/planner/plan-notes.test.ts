import { expect, it } from "vitest";
import { driverMethod } from "../../src/driver/driver-method.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { DesiredState } from "../../src/desired/desired-state.ts";
import type { UnlistedResources } from "../../src/reads/read-requests.ts";
import type { PlanEntry } from "../../src/plan/plan-entry.ts";
import type { PlanTagsRequest } from "../../src/plan/plan-request.ts";
import { BATCHED_SHAPE, createMemoryCloud, createVirtualClock, decorateDriver } from "../../src/testing.ts";

const refusal = new Error("refused");

/** Two clouds, of which the first refuses the operation named, if one is. */
function openTwo(refused?: "identify" | "listResources", kind?: "secret") {
  const clock = createVirtualClock();
  const bad = createMemoryCloud({ ...BATCHED_SHAPE, clock, region: "bad" });
  const good = createMemoryCloud({ ...BATCHED_SHAPE, clock, region: "good" });
  const driver = decorateDriver(bad.driver, {
    ...(refused === "identify" && {
      scope: { region: "bad" },
      identify: () => Promise.reject(refusal),
    }),
    ...(refused === "listResources" && {
      listResources: (call, context) =>
        kind === undefined || call.kind === kind
          ? Promise.reject(refusal)
          : driverMethod(bad.driver, "listResources")(call, context),
    }),
    classify: (error) =>
      error === refusal
        ? {
            code: "access-denied",
            retry: "no",
            applied: "no",
            scope: "call",
            message: "It is refused.",
            hint: "Ask for it.",
          }
        : bad.driver.classify(error),
  });
  const keys = [bad.scene.create("key"), good.scene.create("key")] as const;
  return {
    keys,
    crosstag: createCrosstag([driver, good.driver], { clock }),
    only: createCrosstag([driver], { clock }),
  };
}

const EVERYTHING: DesiredState = { version: 1, statements: [{ select: {}, set: { stage: "live" } }] };

async function draft({ crosstag }: Pick<ReturnType<typeof openTwo>, "crosstag">, request: PlanTagsRequest) {
  const made = crosstag.planTags(request);
  const entries: PlanEntry[] = [];
  for await (const entry of made.entries) entries.push(entry);
  return { references: entries.map(({ reference }) => reference), summary: made.complete().summary };
}

async function withUnlisted(opened: Pick<ReturnType<typeof openTwo>, "crosstag">, desired = EVERYTHING) {
  const unlisted: UnlistedResources[] = [];
  return { unlisted, ...(await draft(opened, { desired, onUnlisted: (one) => unlisted.push(one) })) };
}

it.each(["identify", "listResources"] as const)(
  "plans for the other clouds if one refuses %s, reports it, and writes it into the plan",
  async (refused) => {
    const opened = openTwo(refused);
    const { references, summary, unlisted } = await withUnlisted(opened);
    expect(references).toEqual([opened.keys[1]]);
    expect(unlisted.length).toBeGreaterThan(0);
    expect(unlisted[0]).toMatchObject({
      region: "bad",
      error: { message: expect.stringContaining("refused") as string },
    });
    expect(summary.warnings).toContainEqual(
      expect.objectContaining({
        rule: "crosstag.unlisted",
        message: expect.stringMatching(/memory.*bad.*could not be listed completely.*It is refused/) as string,
        resources: 0,
      }),
    );
  },
);

it("leaves out the one kind that could not be listed", async () => {
  const opened = openTwo("listResources", "secret");
  const { references, unlisted } = await withUnlisted(opened);
  expect(references).toEqual(opened.keys);
  expect(unlisted).toMatchObject([{ kind: "secret" }]);
});

it("throws if the caller did not ask for the others, or nothing could be listed", async () => {
  const opened = openTwo("listResources");
  await expect(draft(opened, { desired: EVERYTHING })).rejects.toMatchObject({ code: "access-denied" });
  await expect(withUnlisted({ crosstag: opened.only })).rejects.toMatchObject({ code: "access-denied" });
});

it("warns of a statement that is about none of the resources, not of one whose work is done", async () => {
  const opened = openTwo();
  const { summary } = await withUnlisted(opened, {
    version: 1,
    statements: [
      { select: { regions: ["nowhere"] }, set: { stage: "live" } },
      { name: "missing ones", select: { tags: { stage: true } }, set: { team: "a" } },
    ],
  });
  expect(summary.warnings.filter(({ rule }) => rule === "crosstag.selects-nothing")).toEqual([
    {
      rule: "crosstag.selects-nothing",
      message: "The statement 1 selects none of the resources.",
      fix: "Compare its clouds, regions and kinds with what `crosstag list` shows.",
      resources: 0,
      examples: [],
    },
  ]);
});
