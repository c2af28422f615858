import { setTimeout as sleep } from "node:timers/promises";
import type { Crosstag, PlanEntry } from "@crosstag/core";
import { createPlan } from "@crosstag/core/node";
import { difference, withForeign, type RunFacts } from "./run-facts.ts";

/** Takes the run back, on clouds that work again, and holds every resource against what it was before. */
export async function checkUndo(
  { world, planned, lost, tagger, state }: RunFacts,
  crosstag: Crosstag,
  lagMs: number,
): Promise<readonly string[]> {
  // What the last part wrote has to be seen before anything can be said about it.
  await sleep(lagMs + 50);
  const draft = crosstag.planUndo({ run: "the run", changes: state.intents.values() });
  const entries: PlanEntry[] = [];
  for await (const entry of draft.entries) entries.push(entry);
  const { ended, counts } = await crosstag.applyPlan({ plan: createPlan(entries, draft.complete()) });
  const problems: string[] = [];
  if (ended !== "complete" || counts.failed + counts.unknown > 0)
    problems.push(`the undo ended with ${ended}, ${JSON.stringify(counts)}`);
  const leftAlone = new Set(entries.filter(({ action }) => action === "skip").map(({ reference }) => reference));
  for (const { arn, tags, limit } of world.resources) {
    const entry = planned.get(arn);
    const now = tags();
    for (const [key, value] of tagger.foreign.get(arn) ?? [])
      if (now[key] !== value) problems.push(`undone, ${arn} lost ${key}, which is foreign`);
    if (entry === undefined || lost.has(arn) || tagger.meddled.has(arn)) continue;
    // The room that the run made is taken: what was there before no longer fits beside what is foreign.
    const isFull = Object.keys(withForeign(entry.before, arn, tagger)).length > limit;
    if (isFull && leftAlone.has(arn)) continue;
    if (leftAlone.has(arn)) problems.push(`${arn} was left alone by the undo, and nobody had changed it`);
    const wrong = difference(now, withForeign(entry.before, arn, tagger));
    if (wrong !== "") problems.push(`undone, ${arn} has ${wrong}`);
  }
  return problems;
}
