import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCrosstag } from "@crosstag/core";
import { openRunJournal, writePlanFile } from "@crosstag/core/node";
import { createCountedCloud } from "./counted-cloud.ts";

export interface MemoryQuestion {
  readonly resources: number;
  readonly apply: boolean;
}

export interface MemoryAnswer {
  readonly planSeconds: number;
  readonly planMegabytes: number;
  readonly applySeconds: number;
  /** The maximum resident memory of the process, minus that at the start. */
  readonly peakMegabytes: number;
}

/** Plans, and applies, for a number of resources in a separate process, so that nothing else is measured. */
process.send?.("up");
process.once("message", (question: MemoryQuestion) => {
  void measure(question).then((answer) => process.send?.(answer));
});
process.on("disconnect", () => process.exit(0));

async function measure({ resources, apply }: MemoryQuestion): Promise<MemoryAnswer> {
  const start = process.memoryUsage().rss;
  let peak = start;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  const over = () => (Math.max(peak, process.memoryUsage().rss) - start) / 2 ** 20;
  const folder = await mkdtemp(join(tmpdir(), "crosstag-bench-"));
  const crosstag = createCrosstag([createCountedCloud(resources)], { pacing: "off", maximumConcurrentCalls: 64 });
  try {
    const planStart = performance.now();
    const draft = crosstag.planTags({
      desired: {
        version: 1,
        statements: [{ select: { kinds: ["key"] }, set: { stage: "production" }, rename: { Owner: "owner" } }],
      },
    });
    const plan = await writePlanFile(join(folder, "plan.json"), draft.entries, () => draft.complete());
    const planSeconds = (performance.now() - planStart) / 1_000;
    const planMegabytes = over();
    let applySeconds = 0;
    if (apply) {
      const journal = await openRunJournal(join(folder, "journal.jsonl"));
      const result = await crosstag.applyPlan({ plan, journal });
      await journal.close();
      applySeconds = result.seconds;
      if (result.counts.changed !== resources) throw new Error(JSON.stringify(result));
    }
    return { planSeconds, planMegabytes, applySeconds, peakMegabytes: over() };
  } finally {
    clearInterval(timer);
    await rm(folder, { recursive: true, force: true });
  }
}
