import type { Reference, ResourceKind } from "../reference/reference.ts";
import type { TagChange } from "../planning/write-batches.ts";
import { isReservedKey } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { TagSet } from "../tags/tag-set.ts";
import type { DriverEngine } from "./driver-engine.ts";
import { readTags } from "./read-tags.ts";
import type { RequestScope } from "./request-scope.ts";

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;

/**
 * Finds out by reading which resources show a change whose outcome is unknown. Reads may lag behind writes, so the
 * answer "not there" is asked for again until the time is up. Gives the ids that show it.
 */
export async function settleTags(
  engine: DriverEngine,
  kind: ResourceKind,
  references: readonly Reference[],
  change: TagChange,
  scope: RequestScope,
): Promise<ReadonlySet<string>> {
  const shown = new Set<string>();
  const { clock, driver } = engine;
  const until = clock.now() + engine.settleTimeoutMs;
  let open = references;
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    const reads = await readTags(engine, kind, open, scope);
    open = open.filter(({ id }) => {
      const read = reads.get(id);
      if (read === undefined || !("tags" in read) || !shows(change, read.tags, driver.rules)) return true;
      shown.add(id);
      return false;
    });
    const readable = open.some(({ id }) => {
      const read = reads.get(id);
      return read !== undefined && ("tags" in read || read.error.retry !== "no");
    });
    if (open.length === 0 || !readable || scope.ended !== undefined || clock.now() + delay > until) return shown;
    await scope.pause(delay);
  }
}

/** True where the tags are as the change would leave them. Only what the change is about counts: others tag, too. */
export function shows(change: TagChange, tags: TagSet, rules: TagRules): boolean {
  if (change.type === "set") return [...change.tags].every(([key, value]) => tags.get(key) === value);
  if (change.tagKeys !== "all") return change.tagKeys.every((key) => !tags.has(key));
  return [...tags.keys()].every((key) => isReservedKey(key, rules));
}
