import type { DriverEngine } from "../calls/driver-engine.ts";
import { readTags } from "../reads/read-tags.ts";
import type { ResourceKind } from "../model/reference.ts";
import { rulesFor } from "../rules/check-tags.ts";
import type { TagSet } from "../model/tag-set.ts";
import { decideChange } from "./decide-change.ts";
import type { RunContext } from "./run-context.ts";
import { stoppedHalfway } from "./run-item.ts";
import type { RunItem } from "./run-item.ts";

/**
 * How long what was read of a resource is believed, milliseconds. The calls of one resource can be many minutes apart,
 * when one quota is slower than another, and others write meanwhile.
 */
const MOST_AGE_MS = 5_000;

/**
 * Reads resources again that were read too long ago for a call that comes now. What the run has already written of them
 * is not compared: reads lag. Never rejects: what goes wrong is in the items' outcomes.
 */
export async function refreshItems(
  engine: DriverEngine,
  kind: ResourceKind,
  items: readonly RunItem[],
  context: RunContext,
): Promise<void> {
  const now = engine.clock.now();
  const stale = items.filter(
    ({ work, failure, outcome }) =>
      work !== undefined && failure === undefined && outcome === undefined && now - work.readAt > MOST_AGE_MS,
  );
  if (stale.length === 0) return;
  const references = stale.map(({ target }) => target.reference);
  const reads = await readTags(engine, kind, references, context.scope);
  const rules = rulesFor(engine.driver.rules, kind);
  for (const item of stale) {
    const { target, entry, appliedKeys, work } = item;
    const read = reads.get(target.reference.id);
    if (read === undefined || work === undefined) continue;
    if ("error" in read) {
      // The write will find the driver stopped as well, and says so.
      if (context.scope.stopOf(engine).reason !== undefined) continue;
      item.outcome = stoppedHalfway(item, { status: "failed", error: read.error });
      continue;
    }
    const current = withApplied(read.tags, item);
    const decision = decideChange(entry, current, rules);
    if (decision.do === "skip") {
      const { reason } = decision;
      const inTheWay = "tagKeys" in decision ? { tagKeys: decision.tagKeys } : {};
      item.outcome = stoppedHalfway(item, { status: "skipped", reason, ...inTheWay });
      continue;
    }
    // What others have made so meanwhile need not be written; what the run itself has written still counts as its work.
    const open = decision.do === "write" ? decision : undefined;
    const isOurs = (key: string) => appliedKeys.includes(key);
    const set = new Map([...work.set].filter(([key]) => isOurs(key) || open?.set.has(key)));
    const remove = new Set([...work.remove].filter((key) => isOurs(key) || open?.remove.has(key)));
    item.work = { set, remove, current, readAt: now };
    if (set.size + remove.size === 0 && item.attempts === 0 && item.wasOpen !== true) item.isNeedless = true;
  }
}

/** The tags as they must be by now, whatever a lagging read shows. */
function withApplied(read: TagSet, { appliedKeys, work }: RunItem): TagSet {
  const tags = new Map(read);
  for (const key of appliedKeys) {
    const value = work?.set.get(key);
    if (value !== undefined) tags.set(key, value);
    else if (work?.remove.has(key)) tags.delete(key);
  }
  return tags;
}
