import type { Reference, ResourceKind } from "../model/reference.ts";
import type { TagChange } from "../batching/write-batches.ts";
import { isReservedKey } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { readTags } from "../reads/read-tags.ts";
import type { RequestScope } from "../calls/request-scope.ts";

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;

/** What reading said about resources, by id. */
export interface ReadConfirmation {
  /** They show the change. */
  readonly shown: ReadonlySet<string>;
  /** The last reading found them without it, or found that they are not there. What could not be read is in neither. */
  readonly lacking: ReadonlySet<string>;
}

/**
 * Finds out by reading which resources show a change whose outcome is unknown. Reads may lag behind writes, so the
 * answer "not there" is asked for again until the time is up.
 */
export function confirmByReading(
  engine: DriverEngine,
  kind: ResourceKind,
  references: readonly Reference[],
  change: TagChange,
  scope: RequestScope,
): Promise<ReadConfirmation> {
  return scope.within(engine.settleTimeoutMs, (subScope) => readUntilShown(engine, kind, references, change, subScope));
}

async function readUntilShown(
  engine: DriverEngine,
  kind: ResourceKind,
  references: readonly Reference[],
  change: TagChange,
  subScope: RequestScope,
): Promise<ReadConfirmation> {
  const shown = new Set<string>();
  const lacking = new Set<string>();
  let open = references;
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    const reads = await readTags(engine, kind, open, subScope, { confirmEmpty: change.type === "remove" });
    let again = false;
    open = open.filter(({ id }) => {
      const read = reads.get(id);
      if (read === undefined) return false;
      if ("error" in read) {
        if (read.error.code === "not-found") lacking.add(id);
        // A reading that our own time limit cut off takes back nothing.
        else if (subScope.ended === undefined) lacking.delete(id);
        again ||= read.error.retry !== "no";
        return read.error.retry !== "no";
      }
      if (shows(change, read.tags, engine.driver.rules)) {
        shown.add(id);
        lacking.delete(id);
        return false;
      }
      lacking.add(id);
      again = true;
      return true;
    });
    if (!again || subScope.ended !== undefined) return { shown, lacking };
    await subScope.pause(delay);
    if (subScope.ended !== undefined) return { shown, lacking };
  }
}

/** True if the tags are as the change would leave them. Only the keys of the change count: other programs tag, too. */
export function shows(change: TagChange, tags: TagSet, rules: TagRules): boolean {
  if (change.type === "set") return [...change.tags].every(([key, value]) => tags.get(key) === value);
  if (change.tagKeys !== "all") return change.tagKeys.every((key) => !tags.has(key));
  return [...tags.keys()].every((key) => isReservedKey(key, rules));
}
