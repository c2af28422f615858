import { describe, expect, it } from "vitest";
import { notify } from "../../src/calls/notify.ts";
import { BATCHED_SHAPE, ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { keepPlan } from "./plan-in-memory.ts";
import { keys, openCloud } from "./run-helpers.ts";

/** What Node would end the process for, or warn of, while some work is done. */
async function troubleDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const trouble: string[] = [];
  const rejected = (reason: unknown) => trouble.push(`rejected: ${String(reason)}`);
  const warned = ({ name }: Error) => trouble.push(name);
  process.on("unhandledRejection", rejected);
  process.on("warning", warned);
  try {
    await work();
    // Both are called a moment later.
    await new Promise((resolve) => setTimeout(resolve, 10));
  } finally {
    process.off("unhandledRejection", rejected);
    process.off("warning", warned);
  }
  return trouble;
}

const throwing = () => {
  throw new Error("watcher");
};
const rejecting = (): Promise<void> => Promise.reject(new Error("watcher"));

describe.each([
  ["throw", throwing],
  ["reject", rejecting],
])("listeners that %s", (_, listener) => {
  it("do not stop a run or a request", async () => {
    const { cloud, crosstag } = openCloud(ONE_BY_ONE_SHAPE, { engine: { onEvent: listener } });
    const all = Array.from({ length: 5 }, () => cloud.scene.create("key"));
    const trouble = await troubleDuring(async () => {
      const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
      const { counts } = await crosstag.applyPlan({ plan, onOutcome: listener }, { onEvent: listener });
      expect(counts.changed).toBe(5);
      const request = { resources: all, tags: [{ key: "team", value: "a" }] };
      const { outcomes } = await crosstag.tagResource(request, { onEvent: listener });
      expect(outcomes.map(({ status }) => status)).toEqual(all.map(() => "changed"));
    });
    expect(trouble).toEqual([]);
  });
});

it("notify survives whatever a listener returns", async () => {
  const odd = new Proxy({}, { get: throwing });
  const trouble = await troubleDuring(async () => {
    for (const result of [odd, null, 5, rejecting()]) notify(() => result, "value");
    notify(undefined, "value");
  });
  expect(trouble).toEqual([]);
});

it("one signal can stop any number of requests at once, without a warning of a leak", async () => {
  const { cloud, crosstag } = openCloud(BATCHED_SHAPE);
  const all = Array.from({ length: 40 }, () => cloud.scene.create("key"));
  const { signal } = new AbortController();
  const stopped = new AbortController();
  const tag = (resource: string, key: string, by: AbortSignal) =>
    crosstag.tagResource({ resources: [resource], tags: [{ key, value: "a" }] }, { signal: by });
  const trouble = await troubleDuring(async () => {
    await Promise.all(all.map((resource) => tag(resource, "team", signal)));
    const cut = all.map((resource) => tag(resource, "stage", stopped.signal));
    stopped.abort();
    const results = await Promise.all(cut);
    expect(results.map(({ outcomes }) => outcomes[0]?.status)).not.toContain("changed");
    expect((await tag(all[0] ?? "", "later", stopped.signal)).outcomes[0]?.status).toBe("skipped");
  });
  expect(trouble).toEqual([]);
});
