import type { PlanParts } from "../../src/node/memory-plan.ts";
import type { PlanEntry } from "../../src/plan/plan-entry.ts";

/** Tags under names that objects have of their own, and characters that JSON and lines have ideas about. */
const HOSTILE = JSON.parse(
  '{"__proto__":"x","constructor":"y","a\\"b":"q","\\u2028\\n":"é😀","\\ud800":"lone","scope":"z"}',
) as Record<string, string>;

export const ENTRIES: readonly PlanEntry[] = [
  {
    scope: "aws/111122223333/eu-central-1",
    reference: "arn:aws:kms:eu-central-1:111122223333:key/a",
    kind: "key",
    action: "change",
    before: HOSTILE,
    set: HOSTILE,
    remove: ["__proto__", "x"],
    removeFirst: ["x"],
  },
  {
    scope: 'alibaba/-/"cn"',
    reference: "secret/b",
    kind: "secret",
    action: "skip",
    reason: "over-limit",
    detail: "Too many.",
    tagKeys: ["__proto__"],
  },
  {
    scope: "aws/111122223333/eu-central-10",
    reference: "c",
    kind: "key",
    action: "unreadable",
    error: { code: "access-denied", message: "No.", hint: "Ask." },
  },
];

export function parts(changes = 1): PlanParts {
  return {
    origin: { type: "desired-state", state: { version: 1, statements: [] } },
    summary: {
      resources: changes + 2,
      changes,
      unchanged: 0,
      skipped: { "over-limit": 1 },
      unreadable: 1,
      tagsAdded: 1,
      tagsChanged: 0,
      tagsRemoved: 2,
      costs: [{ scope: "s", quota: "q", calls: { writeTags: 1 }, requestsPerSecond: 10, seconds: 0.1 }],
      warnings: [{ rule: "r", tagKey: "__proto__", message: "m", fix: "f", resources: 1, examples: ["a"] }],
    },
  };
}

export async function* given(entries: readonly PlanEntry[]): AsyncGenerator<PlanEntry> {
  yield* entries;
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
