import { setTimeout as sleep } from "node:timers/promises";
import type { Crosstag, IntentRecord, PlanEntry } from "@crosstag/core";
import { createPlan, createRun, loadRunState, openRunJournal, type RunState } from "@crosstag/core/node";
import { difference, type RunFacts } from "./run-facts.ts";
import type { RunWatch } from "./run-watch.ts";
import type { Tags } from "./seeded-resources.ts";
import { LAG_MS, type World } from "./seeded-world.ts";

/** Undoes the run on clouds that work again, and then undoes the undo. */
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
  const undo = await applyUndo(state, crosstag, runsFolder, watch);
  for (const entry of undo.entries) {
    const { reference, action } = entry;
    if (action === "unreadable" && losses.get(reference) !== "vanished") problems.push(`${reference}: unreadable`);
    if (action !== "skip") continue;
    const moved = leftAlone.get(reference);
    // The capacity that the run freed is used up: the earlier tags no longer fit beside the foreign ones.
    if (entry.reason === "over-limit" && isFull(facts, reference)) wanted.set(reference, left.get(reference) ?? {});
    else if (entry.reason !== "changed-since" || moved?.toSorted().join() !== entry.tagKeys?.toSorted().join())
      problems.push(`${reference}: undo skips it for ${entry.detail}`);
    leftAlone.delete(reference);
  }
  for (const [arn, keys] of leftAlone)
    problems.push(`${arn}: undo does not report that ${keys.join(", ")} were changed`);
  problems.push(...undo.problems(facts), ...stateProblems("undone", world, wanted));
  // The same check in another form, so that a mistake in the code above is found.
  for (const { arn, tags } of world.resources) {
    const entry = planned.get(arn);
    if (entry === undefined || losses.has(arn) || tagger.overwritten.has(arn) || isFull(facts, arn)) continue;
    const wrong = difference(tags(), { ...entry.before, ...tagger.foreign.get(arn) });
    if (wrong !== "") problems.push(`${arn}: after the undo, it differs from its state before the run: ${wrong}`);
  }
  const redo = await applyUndo(undo.state, crosstag, runsFolder, watch);
  for (const { reference, action } of redo.entries)
    if (action !== "change") problems.push(`${reference}: ${action} when the undo is undone`);
  problems.push(...redo.problems(facts), ...stateProblems("done again", world, left));
  return problems;
}

/** Plans the undo of a run and applies it as a separate run. */
async function applyUndo(state: RunState, crosstag: Crosstag, runsFolder: string, watch: RunWatch) {
  // Reads are delayed: the last write must be visible before it can be checked.
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

/** Affected tag keys that have neither the value that the run found nor the one that it wrote. */
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
