import { changedKeys, showsChange } from "../batching/batches.ts";
import type { TagChange } from "../batching/batches.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { pollUntil } from "../calls/poll-until.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { Reference } from "../model/reference.ts";
import type { TagSet } from "../model/tag-set.ts";
import { readTags } from "../reads/read-tags.ts";
import { rulesFor } from "../rules/check-tags.ts";
import { differingKeys } from "./merge-tags.ts";
import type { Progress } from "./progress.ts";

/** A write of all tags of a resource, made without a version. */
export interface UnversionedWrite {
  readonly resource: Reference;
  readonly change: TagChange;
  /** The tags that were read before the write. */
  readonly before: TagSet;
  /** The tags that were written. */
  readonly sent: TagSet;
  /** A reading after the write that shows the change. Absent: there was none yet. */
  readonly shown?: TagSet;
}

/** What was found when tags were read back. */
export interface ReadBack {
  /** At least one reading succeeded. */
  readonly isRead: boolean;
  /** Keys of the change that are not as they were written. */
  readonly lost: readonly string[];
  /** Keys of other tags that another program has changed since the tags were read before the write. */
  readonly foreign: readonly string[];
}

/**
 * Reads the tags back after a write that the change of another program can have crossed. Reads may lag behind writes, so a
 * reading without the change is repeated until the time is up.
 */
export async function readBack(engine: DriverEngine, write: UnversionedWrite, scope: RequestScope): Promise<ReadBack> {
  const { resource, before, sent } = write;
  const change = namingKeys(write);
  const rules = rulesFor(engine.driver.rules, resource.kind);
  const own = new Set(changedKeys(change));
  const foreign = new Set<string>();
  let last: TagSet | undefined;
  const compare = (tags: TagSet, expected: TagSet) => {
    for (const key of differingKeys(tags, expected)) if (!own.has(key)) foreign.add(key);
  };
  if (write.shown !== undefined) compare(write.shown, sent);
  await scope.within(engine.settleTimeoutMs, (subScope) =>
    pollUntil(subScope, async () => {
      const read = (await readTags(engine, resource.kind, [resource], subScope)).get(resource.id);
      if (read === undefined || "error" in read) return read?.error.retry === "no";
      last = read.tags;
      const isShown = showsChange(change, last, rules);
      // A reading that lags behind the write shows what was there before, unless another program has changed that.
      compare(last, isShown ? sent : before);
      return isShown;
    }),
  );
  if (last === undefined) return { isRead: false, lost: [], foreign: [] };
  const seen = last;
  return {
    isRead: true,
    lost: [...own].filter((key) => seen.get(key) !== sent.get(key)),
    foreign: [...foreign].toSorted(),
  };
}

/** "All" is what was there: what another program adds later is its own. */
function namingKeys({ change, before, sent }: UnversionedWrite): TagChange {
  if (change.type === "set" || change.tagKeys !== "all") return change;
  return { type: "remove", tagKeys: [...before.keys()].filter((key) => !sent.has(key)) };
}

/** The last reading shows the change. */
export function showsWrite({ isRead, lost }: ReadBack): boolean {
  return isRead && lost.length === 0;
}

/**
 * Notes what reading back has found. A change that another program has undone has failed; what that program has changed
 * beside it is for the outcome to say.
 */
export function noteReadBack(
  { driver, account }: DriverEngine,
  entry: Progress,
  { isRead, lost, foreign }: ReadBack,
): void {
  if (!isRead) entry.notReadBack = true;
  if (foreign.length > 0) entry.otherChanges = [...new Set([...(entry.otherChanges ?? []), ...foreign])].toSorted();
  if (lost.length === 0) return;
  const kept = entry.appliedKeys.filter((key) => !lost.includes(key));
  entry.appliedKeys.splice(0, entry.appliedKeys.length, ...kept);
  const { reference } = entry.target;
  const error = new CrosstagError({
    code: "conflict",
    retry: "transient",
    provider: driver.provider,
    operation: "replaceTags",
    reference: driver.references.format(reference, account.scope),
    message: `${driver.title} accepted the change, but reading it back does not show it: another program probably replaced the tags at the same moment.`,
    hint: `Read the tags of the ${reference.kind}, then repeat the request.`,
  });
  entry.failure = { status: "failed", error };
}
