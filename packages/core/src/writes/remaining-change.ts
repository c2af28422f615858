import type { TagChange } from "../batching/batches.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { Failure } from "../driver/failure.ts";
import type { Reference } from "../model/reference.ts";
import { readTags } from "../reads/read-tags.ts";

/**
 * What is left of a refused change when the tag keys that the resource no longer has are taken out, for clouds that refuse
 * to remove an absent tag key: another program may have removed some. Undefined if the refusal has another cause, or the
 * tags cannot be read; "nothing" if nothing is left.
 */
export async function remainingChange(
  engine: DriverEngine,
  change: TagChange,
  { resource, failure }: { readonly resource: Reference; readonly failure: Failure },
  scope: RequestScope,
): Promise<TagChange | "nothing" | undefined> {
  if (engine.driver.absentTagKeys !== "refused") return undefined;
  if (failure.applied !== "no" || failure.retry !== "no" || failure.scope !== "resource") return undefined;
  const removals = change.type === "set" ? (change.alsoRemove ?? []) : change.tagKeys;
  if (removals === "all" || removals.length === 0) return undefined;
  const reads = await readTags(engine, resource.kind, [resource], scope, { confirmEmpty: true });
  const read = reads.get(resource.id);
  if (read === undefined || "error" in read) return undefined;
  const left = removals.filter((key) => read.tags.has(key));
  if (left.length === removals.length) return undefined;
  if (change.type === "remove") return left.length === 0 ? "nothing" : { ...change, tagKeys: left };
  return left.length === 0 ? { type: "set", tags: change.tags } : { ...change, alsoRemove: left };
}
