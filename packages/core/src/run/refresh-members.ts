import type { DriverEngine } from "../calls/driver-engine.ts";
import { readTags } from "../reads/read-tags.ts";
import { untouched } from "../writes/write-request.ts";
import type { Outcome } from "../model/outcome.ts";
import type { ResourceKind } from "../model/reference.ts";
import { rulesFor } from "../rules/rules-for.ts";
import type { TagSet } from "../model/tag-set.ts";
import { decideChange } from "./decide-change.ts";
import type { RunContext } from "./run-context.ts";
import type { RunMember } from "./run-member.ts";

/**
 * How long what was read of a resource is believed, milliseconds. The calls of one resource can be many minutes apart,
 * where one quota is slower than another, and others write meanwhile.
 */
const MOST_AGE_MS = 5_000;

/**
 * Reads resources again that were read too long ago for a call that comes now. What the run has already written of them
 * is not looked at: reads lag. Never rejects: what goes wrong is in the members' outcomes.
 */
export async function refreshMembers(
  engine: DriverEngine,
  kind: ResourceKind,
  members: readonly RunMember[],
  context: RunContext,
): Promise<void> {
  const now = engine.clock.now();
  const stale = members.filter(
    ({ work, verdict, outcome }) =>
      work !== undefined && verdict === undefined && outcome === undefined && now - work.readAt > MOST_AGE_MS,
  );
  if (stale.length === 0) return;
  const references = stale.map(({ target }) => target.reference);
  const reads = await readTags(engine, kind, references, context.scope);
  const rules = rulesFor(engine.driver.rules, kind);
  for (const member of stale) {
    const { target, entry, appliedKeys, work } = member;
    const read = reads.get(target.reference.id);
    if (read === undefined || work === undefined) continue;
    if ("error" in read) {
      // The write will find the driver stopped as well, and says so.
      if (context.scope.stopOf(engine.driver).reason !== undefined) continue;
      member.outcome = stoppedHalfway(member, { status: "failed", error: read.error });
      continue;
    }
    const current = withApplied(read.tags, member);
    const decision = decideChange(entry, current, rules);
    if (decision.do === "skip") {
      const { reason } = decision;
      const inTheWay = "tagKeys" in decision ? { tagKeys: decision.tagKeys } : {};
      member.outcome = stoppedHalfway(member, { status: "skipped", reason, ...inTheWay });
      continue;
    }
    // What others have made so meanwhile need not be written; what the run itself has written still counts as its work.
    const open = decision.do === "write" ? decision : undefined;
    const isOurs = (key: string) => appliedKeys.includes(key);
    member.work = {
      set: new Map([...work.set].filter(([key]) => isOurs(key) || open?.set.has(key))),
      remove: new Set([...work.remove].filter((key) => isOurs(key) || open?.remove.has(key))),
      current,
      readAt: now,
    };
  }
}

/** The tags as they must be by now, whatever a lagging read shows. */
function withApplied(read: TagSet, { appliedKeys, work }: RunMember): TagSet {
  const tags = new Map(read);
  for (const key of appliedKeys) {
    const value = work?.set.get(key);
    if (value !== undefined) tags.set(key, value);
    else if (work?.remove.has(key)) tags.delete(key);
  }
  return tags;
}

function stoppedHalfway(member: RunMember, how: Parameters<typeof untouched>[1]): Outcome {
  const { target, attempts, requestIds, appliedKeys } = member;
  const outcome = { ...untouched(target, how), attempts, requestIds };
  return (appliedKeys.length > 0 ? { ...outcome, appliedKeys } : outcome) as Outcome;
}
