import {
  checkResource,
  CheckTally,
  compilePolicy,
  planEnforcement,
  type CheckableResource,
  type Policy,
  type PolicyRule,
} from "@crosstag/compliance";
import { seededRandom } from "@crosstag/core/testing";
import { median } from "./compare.ts";
import { printTable } from "./print-table.ts";

const RULES = 40;
const RESOURCES = 100_000;
const ROUNDS = 3;

/** How long it takes to check many resources against a policy, compared with reading them. */
export function runComplianceBench(): Promise<void> {
  const policy = fortyRules();
  const resources = makeResources();
  const loops = {
    lookup: timesOf(() => lookUp(policy, resources)),
    check: timesOf(() => check(policy, resources)),
    enforce: timesOf(() => enforce(policy, resources)),
  };
  const bare = median(loops.lookup);
  const row = (name: string, times: readonly number[], memory: string) => {
    const milliseconds = median(times);
    return [name, RESOURCES / (milliseconds / 1_000), milliseconds / 1_000, milliseconds / bare, memory];
  };
  printTable(
    `A policy of ${RULES} rules over ${RESOURCES} resources of 11 or 12 tags, ${Math.round((100 * check(policy, resources)) / RESOURCES)} % of them violating; memory: the growth from 10,000 to 100,000`,
    ["", "resources/s", "seconds", "× looking up required keys", "memory"],
    [
      row("only look up the required keys", loops.lookup, ""),
      row("check, with fingerprints and numbers", loops.check, heldMemory(policy, resources)),
      row("plan enforcement", loops.enforce, ""),
    ],
  );
  return Promise.resolve();
}

/** Every kind of check, with scopes and conditions as companies use them. */
function fortyRules(): Policy {
  const kinds: readonly ((index: number) => Omit<PolicyRule, "id">)[] = [
    (index) => ({ required: [`key-${index % 10}`, `key-${(index + 3) % 10}`] }),
    (index) => ({
      tags: { [`key-${index % 10}`]: { oneOf: Array.from({ length: 40 }, (_, value) => `value-${value}`) } },
    }),
    (index) => ({ tags: { [`key-${index % 10}`]: { matches: "value-[0-9]{1,3}|[a-z]+(-[a-z]+)*" } } }),
    (index) => ({ tags: { [`key-${index % 10}`]: { case: "lower", minLength: 3, maxLength: 40 } } }),
    () => ({ tags: { owner: { required: true, format: "email" } } }),
    () => ({ forbidden: ["temp-*", "*-old", "x"], forbiddenPatterns: ["[0-9]+"] }),
    () => ({ spelling: { owner: ["owner-mail"], "key-1": ["key1"], "key-2": [] } }),
    (index) => ({ when: { "key-0": `value-${index % 7}*` }, required: ["data-class"] }),
  ];
  const rules = Array.from({ length: RULES }, (_, index): PolicyRule => ({
    id: `rule-${index}`,
    ...(index % 3 === 0 && { scope: { clouds: ["aws"], regions: ["region-0", "region-1"] } }),
    ...kinds[index % kinds.length]?.(index),
  }));
  return { version: 1, teamKey: "key-0", rules };
}

function makeResources(): readonly CheckableResource[] {
  const random = seededRandom(RESOURCES);
  const pick = (from: number) => Math.floor(random() * from);
  return Array.from({ length: RESOURCES }, (_, index): CheckableResource => {
    const tags = new Map<string, string>();
    for (let key = 0; key < 10; key += 1) tags.set(`key-${key}`, `value-${pick(random() < 0.97 ? 40 : 60)}`);
    if (random() < 0.9) tags.set("data-class", "internal");
    tags.set(
      random() < 0.9 ? "owner" : "Owner",
      random() < 0.5 ? `team-${pick(60)}@example.com` : `person-${index}@example.com`,
    );
    const region = `region-${pick(3)}`;
    const reference = `arn:aws:kms:${region}:111122223333:key/${index}`;
    return { reference, provider: "aws", kind: "key", id: String(index), account: "111122223333", region, tags };
  });
}

function lookUp({ rules }: Policy, resources: readonly CheckableResource[]): number {
  const required = rules.map(({ required: keys = [], tags = {} }) => [...keys, ...Object.keys(tags)]);
  let missing = 0;
  for (const { tags } of resources)
    for (const keys of required) for (const key of keys) if (!tags.has(key)) missing += 1;
  return missing;
}

function check(policy: Policy, resources: readonly CheckableResource[]): number {
  const compiled = compilePolicy(policy);
  const tally = new CheckTally(policy);
  for (const resource of resources) tally.add(checkResource(compiled, resource));
  return tally.summary(new Date(0)).results.violating;
}

function enforce(policy: Policy, resources: readonly CheckableResource[]): number {
  const compiled = compilePolicy(policy);
  let changes = 0;
  for (const resource of resources) if (planEnforcement(compiled, resource).desired !== undefined) changes += 1;
  return changes;
}

function timesOf(work: () => number): readonly number[] {
  return Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
}

/** How much memory a compiled policy and its numbers use after all resources, beyond that after a tenth of them. */
function heldMemory(policy: Policy, resources: readonly CheckableResource[]): string {
  const { gc } = globalThis as { readonly gc?: () => void };
  if (gc === undefined) return "needs --expose-gc";
  const compiled = compilePolicy(policy);
  const tally = new CheckTally(policy);
  const run = (some: readonly CheckableResource[]) => {
    for (const resource of some) tally.add(checkResource(compiled, resource));
    gc();
    return process.memoryUsage().heapUsed;
  };
  const before = run(resources.slice(0, RESOURCES / 10));
  const after = run(resources.slice(RESOURCES / 10));
  tally.summary(new Date(0));
  return `${((after - before) / 1024 / 1024).toFixed(1)} MB`;
}
