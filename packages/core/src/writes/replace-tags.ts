import { known } from "../batching/batches.ts";
import type { TagChange } from "../batching/batches.ts";
import type { CallResult } from "../calls/call-progress.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { ReplaceReceipt } from "../driver/driver-receipts.ts";
import type { Target } from "../reads/place-resources.ts";
import { Replacement } from "./replacement.ts";

/** How the replacement of the tags of one resource has ended. */
export interface Replaced {
  readonly replacement: Replacement;
  readonly result: CallResult<ReplaceReceipt>;
}

/**
 * Makes one change to one resource of a cloud that only replaces all tags of a resource: reads them, merges the change,
 * and writes all. They are read for every attempt, when the quota allows the write, so that as little time as possible is
 * between the reading and the write. If the tags have versions, the cloud refuses what was merged from an old one, and they
 * are read again. The caller holds the lock of the resource.
 */
export async function replaceTags(
  engine: DriverEngine,
  change: TagChange,
  target: Target,
  scope: RequestScope,
  turns: RequestScope,
): Promise<Replaced> {
  const replacement = new Replacement(engine, change, target, scope);
  const result = await engine.caller.call<ReplaceReceipt>(
    {
      operation: change.type === "set" ? "writeTags" : "removeTags",
      kind: target.kind,
      resources: 1,
      // An attempt is merged from a reading that shows what the attempt before has done.
      repeatable: true,
      prepare: () => replacement.prepare(),
      send: (context) => known(engine.driver.replaceTags?.(replacement.call, context)),
    },
    scope,
    turns,
  );
  return { replacement, result };
}
