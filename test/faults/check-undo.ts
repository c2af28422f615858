import { setTimeout as sleep } from "node:timers/promises";
import type { Crosstag, IntentRecord, PlanEntry } from "@crosstag/core";
import { createPlan, createRun, loadRunState, openRunJournal, type RunState } from "@crosstag/core/node";
import { difference, type RunFacts } from "./run-facts.ts";
import type { RunWatch } from "./run-watch.ts";
import { LAG_MS, type Tags, type World } from "./seeded-world.ts";

/** Takes the run back, on clouds that work again, and then takes that back, too. */
export async function checkUndo(
  facts: RunFacts,
  crosstag: Crosstag,
  runsFolder: string,
  watch: RunWatch,
): Promise<readonly string[]> {
  const { world, planned, losses, state, tagger } = facts;
  const left = imagesOf(world);
  const wanted = new Map(left);
  const leftAlone = new Map<string, readonly string[]>();
  for (const intent of state.intents.values()) {
    const there = left.get(intent.reference);
    if (there === undefined) continue;
    const moved = movedKeys(intent, there);
    if (moved.length > 0) leftAlone.set(intent.reference, moved);
    else if (!losses.has(intent.reference)) wanted.set(intent.reference, putBack(intent, there));
  }
  const problems: string[] = [];
  const undo = await takeBack(state, crosstag, runsFolder, watch);
  for (const entry of undo.entries) {
    const { reference, action } = entry;
    if (action === "unreadable" && losses.get(reference) !== "vanished") problems.push(`${reference}: unreadable`);
    if (action !== "skip") continue;
    const moved = leftAlone.get(reference);
    // The room that the run made is taken: what was there before no longer fits beside what is foreign.
    if (entry.reason === "over-limit" && isFull(facts, reference)) wanted.set(reference, left.get(reference) ?? {});
    else if (entry.reason !== "changed-since" || moved?.toSorted().join() !== entry.tagKeys?.toSorted().join())
      problems.push(`${reference}: undo leaves it alone for ${entry.detail}`);
    leftAlone.delete(reference);
  }
  for (const [arn, keys] of leftAlone) problems.push(`${arn}: undo does not say that ${keys.join(", ")} were changed`);
  problems.push(...undo.problems(facts), ...stateProblems("undone", world, wanted));
  // Said in another way, so that a mistake in the reasoning above shows.
  for (const { arn, tags } of world.resources) {
    const entry = planned.get(arn);
    if (entry === undefined || losses.has(arn) || tagger.meddled.has(arn) || isFull(facts, arn)) continue;
    const wrong = difference(tags(), { ...entry.before, ...tagger.foreign.get(arn) });
    if (wrong !== "") problems.push(`${arn}: undone, it is not as before the run: ${wrong}`);
  }
  const redo = await takeBack(undo.state, crosstag, runsFolder, watch);
  for (const { reference, action } of redo.entries)
    if (action !== "change") problems.push(`${reference}: ${action} when the undo is undone`);
  problems.push(...redo.problems(facts), ...stateProblems("done again", world, left));
  return problems;
}

/** Plans the way back of a run and goes it, as a run of its own. */
async function takeBack(state: RunState, crosstag: Crosstag, runsFolder: string, watch: RunWatch) {
  // Reads lag: what was written last has to be seen before anything can be said about it.
  await sleep(LAG_MS + 50);
  const draft = crosstag.planUndo({ run: state.start.run, changes: state.intents.values() });
  const entries: PlanEntry[] = [];
  for await (const entry of draft.entries) entries.push(entry);
  const run = await createRun(runsFolder, createPlan(entries, draft.complete()));
  const changes = entries.filter((entry) => entry.action === "change");
  watch.follow({
    planned: new Map(changes.map((change) => [change.reference, change])),
    journalPath: run.journalPath,
  });
  const journal = await openRunJournal(run.journalPath);
  const { ended, counts } = await crosstag
    .applyPlan({ plan: run.plan, run: run.id, journal })
    .finally(() => journal.close());
  return {
    entries,
    state: await loadRunState(run.journalPath),
    problems: ({ losses }: RunFacts): readonly string[] => {
      const lost = changes.filter(({ reference }) => losses.has(reference)).length;
      const isGood = ended === "complete" && counts.failed === lost && counts.changed === changes.length - lost;
      return isGood ? [] : [`the undo ended with ${ended}, ${JSON.stringify(counts)}`];
    },
  };
}

function imagesOf({ resources }: World): ReadonlyMap<string, Tags> {
  return new Map(resources.map(({ arn, tags }) => [arn, tags()]));
}

/** Touched tag keys that are neither as the run found them nor as it would have them. */
function movedKeys({ before, set, remove }: IntentRecord, there: Tags): readonly string[] {
  return [...Object.keys(set), ...remove].filter(
    (key) => there[key] !== (before[key] ?? undefined) && there[key] !== set[key],
  );
}

function putBack({ before, set, remove }: IntentRecord, there: Tags): Tags {
  const touched = [...Object.keys(set), ...remove];
  const kept = Object.entries(there).filter(([key]) => !touched.includes(key));
  const back = touched.flatMap((key) => (typeof before[key] === "string" ? [[key, before[key]] as const] : []));
  return Object.fromEntries([...kept, ...back]);
}

function isFull({ planned, tagger, world }: RunFacts, arn: string): boolean {
  const limit = world.resources.find((resource) => resource.arn === arn)?.limit ?? 0;
  return Object.keys({ ...planned.get(arn)?.before, ...tagger.foreign.get(arn) }).length > limit;
}

function stateProblems(when: string, { resources }: World, wanted: ReadonlyMap<string, Tags>): readonly string[] {
  return resources.flatMap(({ arn, tags }) => {
    const wrong = difference(tags(), wanted.get(arn) ?? {});
    return wrong === "" ? [] : [`${arn}: ${when}, it has ${wrong}`];
  });
}
