import { forkServer } from "./fork-server.ts";
import type { MemoryAnswer, MemoryQuestion } from "./memory-process.ts";
import { printTable } from "./print-table.ts";

/** Time and memory of plans and runs of many resources with ten tags each, each in a separate process. */
export async function runMemoryBench(): Promise<void> {
  const rows: (readonly (string | number)[])[] = [];
  let of100k = Number.NaN;
  for (const question of [
    { resources: 100_000, apply: false },
    { resources: 100_000, apply: true },
    { resources: 1_000_000, apply: true },
  ] satisfies readonly MemoryQuestion[]) {
    const child = await forkServer<string>("memory-process.js");
    const answer = await child.ask<MemoryAnswer>(question);
    child.close();
    const { planSeconds, planMegabytes, applySeconds, peakMegabytes } = answer;
    if (question.resources === 100_000) of100k = peakMegabytes;
    rows.push([
      `${question.resources.toLocaleString("en")} resources, ${question.apply ? "planned and applied" : "planned"}`,
      planSeconds,
      planMegabytes,
      question.apply ? applySeconds : "",
      peakMegabytes,
      peakMegabytes / of100k,
    ]);
  }
  printTable(
    "Many resources, ten tags each, in memory (MB: resident, over the start)",
    ["", "plan s", "plan MB", "apply s", "peak MB", "÷ 100,000"],
    rows,
  );
}
