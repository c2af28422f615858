import type { DriverEngine } from "../calls/driver-engine.ts";
import { readTags } from "../reads/read-tags.ts";
import { untouched } from "../writes/write-request.ts";
import type { ResourceKind } from "../model/reference.ts";
import { rulesFor } from "../rules/check-tags.ts";
import { decideChange } from "./decide-change.ts";
import type { RunContext } from "./run-context.ts";
import type { RunItem } from "./run-item.ts";
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
  const references = items.map(({ target }) => target.reference);
  const rules = rulesFor(engine.driver.rules, kind);
  const readAt = engine.clock.now();
  let reads = await readTags(engine, kind, references, context.scope);
  // A write finds out itself whether a resource exists. Without a write, "no tags" has to be confirmed.
  const doubtful = items.filter(({ target, entry }) => {
    const read = reads.get(target.reference.id);
    return (
      read !== undefined &&
      "tags" in read &&
      read.tags.size === 0 &&
      decideChange(entry, read.tags, rules).do !== "write"
    );
  });
  if (doubtful.length > 0 && engine.driver.readTagsHidesUnknown) {
    const again = doubtful.map(({ target }) => target.reference);
    reads = new Map([...reads, ...(await readTags(engine, kind, again, context.scope, { confirmEmpty: true }))]);
  }
  const written: Promise<void>[] = [];
  for (const item of items) {
    const { target, entry } = item;
    const partialBefore = earlier?.outcomes.get(entry.reference)?.partial;
    if (partialBefore !== undefined) item.partialBefore = partialBefore;
    const read = reads.get(target.reference.id);
    if (read === undefined || "error" in read) {
      // If this cloud cannot be read any more, the resource is not started: a resumed run takes it up.
      if (read !== undefined && context.scope.stopOf(engine.driver).reason === undefined)
        item.outcome = untouched(target, { status: "failed", error: read.error });
      continue;
    }
    const current = read.tags;
    const decision = decideChange(entry, current, rules);
    if (decision.do === "nothing") {
      // With an intent on record it was this run that made it so, and was stopped before it could say so.
      const status = earlier?.intents.has(entry.reference) ? "changed" : "unchanged";
      item.outcome = untouched(target, { status });
    } else if (decision.do === "skip") {
      const { reason } = decision;
      item.outcome = untouched(target, {
        status: "skipped",
        reason,
        ...("tagKeys" in decision && { tagKeys: decision.tagKeys }),
      });
    } else {
      const { before, set, remove } = decision;
      item.work = { set, remove, current, readAt };
      const meant = Object.keys(earlier?.intents.get(entry.reference)?.before ?? {});
      item.doneBefore = meant.filter((key) => !set.has(key) && !remove.has(key));
      written.push(
        context.write({
          type: "intent",
          ...recordedResource(entry),
          before,
          set: Object.fromEntries(set),
          remove: [...remove],
        }),
      );
    }
  }
  try {
    await Promise.all(written);
  } catch {
    // The run has stopped; without its intent on disk nothing may be written.
    for (const item of items) delete item.work;
  }
}
