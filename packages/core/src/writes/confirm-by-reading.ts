import { showsChange } from "../batching/batches.ts";
import type { TagChange } from "../batching/batches.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { pollUntil } from "../calls/poll-until.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import type { TagSet } from "../model/tag-set.ts";
import { readTags } from "../reads/read-tags.ts";
import type { TagRead } from "../reads/read-tags.ts";

/** What reading said about resources, by id. */
export interface ReadConfirmation {
  /** They show the change. */
  readonly shown: ReadonlySet<string>;
  /**
   * The tags that the last reading found, if it found them without the change; none if the resource is not there. What could not
   * be read is in neither.
   */
  readonly lacking: ReadonlyMap<string, TagSet>;
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
  return scope.within(engine.settleTimeoutMs, async (subScope) => {
    const shown = new Set<string>();
    const lacking = new Map<string, TagSet>();
    let open = references;
    await pollUntil(subScope, async () => {
      const reads = await readTags(engine, kind, open, subScope, { confirmEmpty: change.type === "remove" });
      open = open.filter(({ id }) => {
        const read = reads.get(id);
        if (read === undefined) return false;
        if ("error" in read) return noteFailure(id, read, subScope, lacking);
        if (!showsChange(change, read.tags, engine.driver.rules)) {
          lacking.set(id, read.tags);
          return true;
        }
        shown.add(id);
        lacking.delete(id);
        return false;
      });
      return open.length === 0;
    });
    return { shown, lacking };
  });
}

/** Whether the resource is worth reading again. */
function noteFailure(
  id: string,
  { error }: Extract<TagRead, { readonly error: unknown }>,
  { ended }: RequestScope,
  lacking: Map<string, TagSet>,
): boolean {
  if (error.code === "not-found") lacking.set(id, new Map());
  // A reading that our own time limit cut off takes back nothing.
  else if (ended === undefined) lacking.delete(id);
  return error.retry !== "no";
}
