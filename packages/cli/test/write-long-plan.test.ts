import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { CommandContext } from "../src/command-context.ts";
import { createOutput } from "../src/output/output.ts";
import { writePlan } from "../src/output/write-plan.ts";
import { capture } from "./capture.ts";
import { base, planOf } from "./plan-of.ts";

test.each(["table", "json", "jsonl"] as const)("as %s, what no reader wants is not fetched", async (format) => {
  const { output, messages } = capture({ output: format });
  let fetched = 0;
  const plan = planOf(function* () {
    for (;;) {
      fetched += 1;
      yield { ...base("1"), action: "change", before: {}, set: { a: "b" }, remove: [] };
    }
  }, {});
  const closing = {
    ...output,
    get closed() {
      return fetched > 3;
    },
  };
  await writePlan(plan, { output: closing, messages, options: {} });
  expect(fetched).toBe(4);
});

test.each([
  ["table", false],
  ["table", true],
  ["json", false],
  ["jsonl", false],
] as const)("as %s (expanded: %s), 40,000 entries take no memory to speak of", async (format, expand) => {
  let characters = 0;
  let most = 0;
  const collectGarbage = garbageCollector();
  const standardOutput = {
    on: () => standardOutput,
    write: (text: string) => {
      characters += text.length;
      return true;
    },
  };
  const globals = { output: format, input: true, color: false, sharedQuotas: true };
  const context = { standardOutput, environment: {} } as unknown as CommandContext;
  const { messages } = capture();
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const plan = planOf(function* () {
    for (let index = 0; index < 40_000; index += 1) {
      // Each its own detail: the worst case for what is put in groups.
      yield index % 2 === 0
        ? { ...base(String(index)), action: "change", before: {}, set: { a: String(index) }, remove: [] }
        : { ...base(String(index)), action: "skip", reason: "conflict", detail: `It is number ${index}.` };
      if (index % 20_000 === 19_999) {
        collectGarbage();
        most = Math.max(most, process.memoryUsage().heapUsed - before);
      }
    }
  }, {});
  await writePlan(plan, { output: createOutput(context, globals), messages, options: { expand } });
  expect(characters).toBeGreaterThan(1_000_000);
  // Less than 50 bytes an entry: none of them is kept.
  expect(most).toBeLessThan(2_000_000);
});

function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
