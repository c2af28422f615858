import type { DriverEngine } from "../calls/driver-engine.ts";
import { readTags } from "../reads/read-tags.ts";
import type { TagRead } from "../reads/read-tags.ts";
import { partialChange } from "../model/outcome.ts";
import type { PartialChange } from "../model/outcome.ts";
import type { PlannedResourceChange } from "../plan/plan-entry.ts";
import { untouched } from "../writes/write-request.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { TagSet } from "../model/tag-set.ts";
import { rulesFor } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import { decideChange } from "./decide-change.ts";
import type { RunContext } from "./run-context.ts";
import type { RunItem } from "./run-item.ts";
import type { IntentRecord } from "./run-record.ts";
import { recordedResource } from "./recorded-resource.ts";
import type { EarlierRun } from "./apply-request.ts";

/**
 * Reads resources of one kind just before they are written, decides what is still to be done, and has it on disk. Who
 * was prepared before is not again. Never rejects: what goes wrong is in the items' outcomes.
 */
export function prepareItems(
  engine: DriverEngine,
  kind: ResourceKind,
  items: readonly RunItem[],
  context: RunContext,
  earlier: EarlierRun | undefined,
): Promise<unknown> {
  const fresh = items.filter(({ preparation }) => preparation === undefined);
  if (fresh.length > 0) {
    const preparation = prepare(engine, kind, fresh, context, earlier);
    for (const item of fresh) item.preparation = preparation;
  }
  return Promise.all(new Set(items.flatMap(({ preparation }) => (preparation === undefined ? [] : [preparation]))));
}

async function prepare(
  engine: DriverEngine,
  kind: ResourceKind,
  items: readonly RunItem[],
  context: RunContext,
  earlier: EarlierRun | undefined,
): Promise<void> {
  const rules = rulesFor(engine.driver.rules, kind);
  const readAt = engine.clock.now();
  const reads = await readForDecision(engine, kind, items, context, rules);
  const written: Promise<void>[] = [];
  for (const item of items) {
    const { target, entry } = item;
    const partialBefore = earlier?.outcomes.get(entry.reference)?.partial;
    if (partialBefore !== undefined) item.partialBefore = partialBefore;
    const read = reads.get(target.reference.id);
    if (read !== undefined && "tags" in read) {
      const intent = decideItem(item, { current: read.tags, readAt }, rules, earlier);
      if (intent !== undefined) written.push(context.write(intent));
      // If this cloud cannot be read any more, the resource is not started: a resumed run takes it up.
    } else if (read !== undefined && context.scope.stopOf(engine).reason === undefined)
      item.outcome = untouched(target, {
        status: read.error.code !== "not-found" && wasOpen(entry, earlier) ? "unknown" : "failed",
        error: read.error,
      });
  }
  try {
    await Promise.all(written);
  } catch {
    // The run has stopped; without its intent on disk nothing may be written.
    for (const item of items) delete item.work;
  }
}

/** A write finds out itself whether a resource exists. Without a write, "no tags" has to be confirmed. */
async function readForDecision(
  engine: DriverEngine,
  kind: ResourceKind,
  items: readonly RunItem[],
  { scope }: RunContext,
  rules: TagRules,
): Promise<ReadonlyMap<string, TagRead>> {
  const references = items.map(({ target }) => target.reference);
  const reads = await readTags(engine, kind, references, scope);
  if (!engine.driver.readTagsHidesUnknown) return reads;
  const doubtful = items.filter(({ target, entry }) => {
    const read = reads.get(target.reference.id);
    const isEmpty = read !== undefined && "tags" in read && read.tags.size === 0;
    return isEmpty && decideChange(entry, read.tags, rules).do !== "write";
  });
  if (doubtful.length === 0) return reads;
  const again = doubtful.map(({ target }) => target.reference);
  return new Map([...reads, ...(await readTags(engine, kind, again, scope, { confirmEmpty: true }))]);
}

/** Whether an earlier part has begun the change of a resource, and it is not known what became of that. */
function wasOpen({ reference }: PlannedResourceChange, earlier: EarlierRun | undefined): boolean {
  if (earlier?.intents.has(reference) !== true) return false;
  const status = earlier.outcomes.get(reference)?.status;
  return status === undefined || status === "unknown";
}

/** Decides what is still to be done with an item. Gives the intent to record, if something is. */
function decideItem(
  item: RunItem,
  { current, readAt }: { readonly current: TagSet; readonly readAt: number },
  rules: TagRules,
  earlier: EarlierRun | undefined,
): IntentRecord | undefined {
  const { target, entry } = item;
  const decision = decideChange(entry, current, rules);
  const intent = earlier?.intents.get(entry.reference);
  if (decision.do === "nothing") {
    // With an intent on record it was this run that made it so, and was stopped before it could say so.
    item.outcome = untouched(target, { status: intent === undefined ? "unchanged" : "changed" });
    return undefined;
  }
  if (decision.do === "skip") {
    const { do: _, ...why } = decision;
    const partial = intent === undefined ? undefined : partialOf(entry, current, intent);
    if (partial !== undefined) item.partialBefore ??= partial;
    item.outcome = untouched(target, { status: "skipped", ...why });
    return undefined;
  }
  const { before, set, remove } = decision;
  item.work = { set, remove, current, readAt };
  // An attempt of an earlier part may have been made, and reads lag: a refusal now does not say that nothing was changed.
  item.wasOpen = wasOpen(entry, earlier);
  item.doneBefore = Object.keys(intent?.before ?? {}).filter((key) => !set.has(key) && !remove.has(key));
  item.intended = Object.keys(before);
  return {
    type: "intent",
    ...recordedResource(entry),
    before,
    set: Object.fromEntries(set),
    remove: [...remove],
  };
}

/** What earlier parts of the run have begun on a resource that cannot be changed further, as its tags show it. */
function partialOf(
  { set, remove }: PlannedResourceChange,
  current: TagSet,
  { before }: Pick<IntentRecord, "before">,
): PartialChange | undefined {
  const begun = Object.keys(before);
  const done = begun.filter((key) => (Object.hasOwn(set, key) ? current.get(key) === set[key] : !current.has(key)));
  return partialChange({ set: Object.keys(set), remove }, new Set(done));
}
