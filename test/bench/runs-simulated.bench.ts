import { createCrosstag, type DesiredState, type EngineOptions, type RunResult } from "@crosstag/core";
import { createPlan } from "@crosstag/core/node";
import {
  BATCHED_SHAPE,
  createMemoryCloud,
  createVirtualClock,
  ONE_BY_ONE_SHAPE,
  type MemoryCloud,
  type MemoryCloudOptions,
} from "@crosstag/core/testing";
import { printTable } from "./print-table.ts";

const KEYS = 10_000;
/** How long a call of the simulated cloud takes. */
const LATENCY_MS = 20;

interface Scene {
  readonly name: string;
  readonly clouds: readonly MemoryCloudOptions[];
  readonly tags: Readonly<Record<string, string>>;
  readonly keys?: number;
  readonly actions: Omit<DesiredState["statements"][number], "select">;
  /** The shortest time that the quotas allow, seconds. */
  readonly floor: number;
  /** What happens during the run, on the quota's clock. */
  readonly meanwhile?: (clouds: readonly MemoryCloud[], after: (seconds: number) => Promise<void>) => Promise<void>;
}

/** Writes of all regions are counted together. */
const OF_ACCOUNT = (ONE_BY_ONE_SHAPE.quotas ?? []).map((quota) =>
  quota.id === "tag" ? ({ ...quota, requestsPerSecond: 20, countedPer: "account" } as const) : quota,
);
const set = { set: { team: "payments" } };
const SCENES: readonly Scene[] = [
  { name: "AWS: tag 10,000 keys", clouds: [ONE_BY_ONE_SHAPE], tags: {}, actions: set, floor: 1_000 },
  {
    name: "AWS: rename on 10,000 keys",
    clouds: [ONE_BY_ONE_SHAPE],
    tags: { Team: "payments" },
    actions: { rename: { Team: "team" } },
    floor: 2_000,
  },
  { name: "Alibaba: tag 10,000 keys", clouds: [BATCHED_SHAPE], tags: {}, actions: set, floor: 200 / 30 },
  {
    name: "both clouds, three regions at once",
    clouds: [ONE_BY_ONE_SHAPE, { ...ONE_BY_ONE_SHAPE, region: "memory-2" }, { ...BATCHED_SHAPE, region: "memory-3" }],
    tags: {},
    actions: set,
    floor: 1_000,
  },
  {
    name: "five regions spend one quota of 20/s of their account",
    clouds: [1, 2, 3, 4, 5].map((region) => ({ ...ONE_BY_ONE_SHAPE, region: `memory-${region}`, quotas: OF_ACCOUNT })),
    tags: {},
    keys: 1_000,
    actions: set,
    floor: 5_000 / 20,
  },
  {
    name: "AWS: others spend half from the start",
    clouds: [ONE_BY_ONE_SHAPE],
    tags: {},
    keys: 3_000,
    actions: set,
    floor: 600,
    meanwhile: async ([cloud]) => cloud?.quotas.spend("tag", 5),
  },
  {
    name: "AWS: others spend half after 100 s",
    clouds: [ONE_BY_ONE_SHAPE],
    tags: {},
    keys: 3_000,
    actions: set,
    floor: 100 + 2_000 / 5,
    meanwhile: async ([cloud], after) => {
      await after(100);
      cloud?.quotas.spend("tag", 5);
    },
  },
  {
    name: "AWS: the quota is raised tenfold after 30 s",
    clouds: [ONE_BY_ONE_SHAPE],
    tags: {},
    actions: set,
    floor: 30 + 9_700 / 100,
    meanwhile: async ([cloud], after) => {
      await after(30);
      cloud?.quotas.set("tag", 100);
    },
  },
];

/** Runs in simulated time against clouds in memory that enforce the documented quotas. */
export async function runSimulatedRunsBench(): Promise<void> {
  const rows: (readonly (string | number)[])[] = [];
  for (const scene of SCENES) rows.push(await simulate(scene));
  printTable(
    "Runs in simulated time, quotas as documented (floor: the minimum by quotas)",
    ["", "seconds", "floor", "÷ floor", "write calls", "throttled", "of all calls", "of writes"],
    rows,
  );
}

async function simulate({ name, clouds: options, tags, keys = KEYS, actions, floor, meanwhile }: Scene) {
  const clock = createVirtualClock();
  const clouds: MemoryCloud[] = [];
  for (const each of options) {
    const [first] = clouds;
    const ofAccount = first === undefined ? {} : { quotasOfAccount: first.quotas };
    clouds.push(createMemoryCloud({ ...each, clock, enforceQuotas: true, latencyMs: LATENCY_MS, ...ofAccount }));
  }
  for (const cloud of clouds) for (let key = 0; key < keys; key += 1) cloud.scene.create("key", { tags });
  const engine: EngineOptions = { clock, retry: "patient", random: () => 0.5, maximumConcurrentCalls: 32 };
  const crosstag = createCrosstag(
    clouds.map(({ driver }) => driver),
    engine,
  );
  const desired: DesiredState = { version: 1, statements: [{ select: { kinds: ["key"] }, ...actions }] };
  const draft = crosstag.planTags({ desired, describeStates: "never" });
  const entries = [];
  for await (const entry of draft.entries) entries.push(entry);
  const plan = createPlan(entries, draft.complete());
  const before = clouds.map(({ log }) => log.calls());
  const writesBefore = writesOf(clouds);
  let over = false;
  const after = (seconds: number) => clock.sleep(seconds * 1_000);
  const others = meanwhile?.(clouds, after);
  const result: RunResult = await crosstag.applyPlan({ plan });
  over = true;
  await others;
  if (!over || result.counts.changed !== keys * clouds.length) throw new Error(`${name}: ${JSON.stringify(result)}`);
  const calls = clouds.reduce((sum, { log }, index) => sum + log.calls() - (before[index] ?? 0), 0);
  const writes = writesOf(clouds) - writesBefore;
  const share = (of: number) => `${((100 * result.throttled) / of).toFixed(2)} %`;
  return [
    name,
    result.seconds.toFixed(1),
    floor.toFixed(1),
    (result.seconds / floor).toFixed(3),
    String(writes),
    String(result.throttled),
    share(calls),
    share(writes),
  ];
}

function writesOf(clouds: readonly MemoryCloud[]): number {
  return clouds.reduce((sum, { log }) => sum + log.calls("writeTags") + log.calls("removeTags"), 0);
}
