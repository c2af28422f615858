import { expect, test } from "vitest";
import { createCrosstag } from "../src/create-crosstag.ts";
import { CrosstagError } from "../src/model/crosstag-error.ts";
import type { Crosstag } from "../src/crosstag.ts";
import { openMachineBudget } from "../src/node.ts";
import { createMemoryCloud, createVirtualClock, ONE_BY_ONE_SHAPE } from "../src/testing.ts";

function open() {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock });
  return { cloud, crosstag: createCrosstag([cloud.driver], { clock }) };
}

/** What a program without types can pass. */
type Untyped = (crosstag: Crosstag, options: never, call?: never) => unknown;

const first = async (items: AsyncIterable<unknown>) => items[Symbol.asyncIterator]().next();

const OPERATIONS: readonly (readonly [string, Untyped, string, string])[] = [
  ["tagResource", (crosstag, ...given) => crosstag.tagResource(...given), "dryrun", "dryRun"],
  ["untagResource", (crosstag, ...given) => crosstag.untagResource(...given), "tagKey", "tagKeys"],
  ["deleteKeyMaterial", (crosstag, ...given) => crosstag.deleteKeyMaterial(...given), "dryrun", "dryRun"],
  ["inspectKeyMaterial", (crosstag, ...given) => crosstag.inspectKeyMaterial(...given), "resources", "resource"],
  ["listTags", (crosstag, ...given) => first(crosstag.listTags(...given)), "resource", "resources"],
  ["findResources", (crosstag, ...given) => first(crosstag.findResources(...given)), "kind", "kinds"],
  ["planTags", (crosstag, ...given) => crosstag.planTags(...given), "desire", "desired"],
  ["planTagSets", (crosstag, ...given) => crosstag.planTagSets(...given), "resource", "resources"],
  ["planUndo", (crosstag, ...given) => crosstag.planUndo(...given), "change", "changes"],
  ["applyPlan", (crosstag, ...given) => crosstag.applyPlan(...given), "limits", "limit"],
  ["close", (crosstag, options) => crosstag.close(options), "drains", "drain"],
];

async function refusalOf(work: () => unknown): Promise<CrosstagError> {
  try {
    await work();
  } catch (error) {
    if (CrosstagError.is(error)) return error;
  }
  throw new Error("It was not refused.");
}

test.each(OPERATIONS)("%s refuses an option that it does not have", async (operation, call, wrong, right) => {
  const { cloud, crosstag } = open();
  const error = await refusalOf(() => call(crosstag, { [wrong]: undefined } as never));
  expect(error).toMatchObject({ code: "invalid-request", hint: expect.stringContaining(right) as string });
  expect(error.message).toContain(`${operation} has no option \`${wrong}\`. Did you mean \`${right}\`?`);
  expect(cloud.log.calls()).toBe(0);
});

test.each(["tagResource", "listTags", "findResources", "applyPlan"])(
  "%s refuses an option of calls that there is not",
  async (name) => {
    const { cloud, crosstag } = open();
    const [, call] = OPERATIONS.find(([operation]) => operation === name) ?? [];
    const error = await refusalOf(() => call?.(crosstag, {} as never, { timeoutMS: 5 } as never));
    expect(error).toMatchObject({ code: "invalid-request" });
    expect(error.message).toContain("A call has no option `timeoutMS`. Did you mean `timeoutMs`?");
    expect(cloud.log.calls()).toBe(0);
  },
);

test("a name that every object has is not an option, and an inherited one is not given", async () => {
  const { crosstag } = open();
  const own = await refusalOf(() => first(crosstag.findResources({ toString: () => "" } as object)));
  expect(own.message).toContain("findResources has no option `toString`.");
  const inherited = Object.create({ kind: 1 }) as object;
  expect(await first(crosstag.findResources(inherited))).toMatchObject({ done: true });
});

test("createCrosstag refuses an option that the engine does not have, before it takes the drivers", async () => {
  const { driver } = createMemoryCloud(ONE_BY_ONE_SHAPE);
  const mistyped = { paceing: "off" };
  expect(await refusalOf(() => createCrosstag([driver], mistyped as never))).toMatchObject({
    code: "configuration",
    message: "createCrosstag has no option `paceing`. Did you mean `pacing`?",
    hint: expect.stringContaining("settleTimeoutMs") as string,
  });
});

test("openMachineBudget refuses an option that it does not have", async () => {
  const mistyped = { folder: "/nonexistent", onProblems: () => {} };
  expect(await refusalOf(() => openMachineBudget(mistyped))).toMatchObject({
    code: "configuration",
    message: "openMachineBudget has no option `onProblems`. Did you mean `onProblem`?",
  });
});
