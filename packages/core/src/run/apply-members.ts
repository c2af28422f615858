import type { DriverEngine } from "../calls/driver-engine.ts";
import type { DriverTurns } from "../calls/driver-turns.ts";
import { partialChange } from "../writes/partial-change.ts";
import { explainVerdict, outcomeOf, writePart } from "../writes/write-change.ts";
import { untouched } from "../writes/write-request.ts";
import type { Outcome } from "../model/outcome.ts";
import { planCalls } from "../plan/plan-calls.ts";
import type { TagChange } from "../batching/write-batches.ts";
import type { EarlierRun } from "./apply-request.ts";
import { CallQueue, operationOf } from "./call-queue.ts";
import type { QueuedCall } from "./call-queue.ts";
import { prepareMembers } from "./prepare-members.ts";
import { refreshMembers } from "./refresh-members.ts";
import type { RunContext } from "./run-context.ts";
import { shareOf } from "./run-member.ts";
import type { RunMember } from "./run-member.ts";

export interface MemberWork {
  readonly engine: DriverEngine;
  readonly context: RunContext;
  readonly earlier: EarlierRun | undefined;
  /** Told of a resource that has its outcome. */
  readonly settled: (member: RunMember, outcome: Outcome) => void;
  /** Told of a write call that was answered, or given up. */
  readonly called: () => void;
}

/**
 * Applies the changes of some resources in the fewest calls, those that write and those that take away at once, each
 * kind of call as fast as its quota allows. Members that have no outcome afterwards were not begun.
 */
export async function applyMembers(members: readonly RunMember[], work: MemberWork): Promise<void> {
  const { engine, context } = work;
  const queue = new CallQueue(
    planCalls(
      members.map(({ entry }) => entry),
      engine.driver.limits,
    ),
    members,
  );
  for (const member of members) {
    // A line that asks for nothing, in a plan that somebody else has written.
    if (member.openCalls === 0) await settle(member, work, untouched(member.target, { status: "unchanged" }));
  }
  const turns = context.turns.turnsOf(engine.driver);
  const forget = turns.onEnd(() => queue.close());
  if (turns.ended !== undefined) queue.close();
  const drain = async (operation: "writeTags" | "removeTags") => {
    for (let call = await queue.next(operation); call !== undefined; call = await queue.next(operation)) {
      await makeCall(call, queue, work);
      queue.finish(call);
    }
  };
  await Promise.all(
    (["writeTags", "removeTags"] as const).flatMap((operation) =>
      Array.from({ length: workersFor(engine, operation) }, () => drain(operation)),
    ),
  );
  forget();
  for (const member of members) {
    // Read together with others, and its own call was never made: what reading said is its outcome all the same.
    if (member.outcome !== undefined) await settle(member, work);
    else if (member.appliedKeys.length > 0) await settle(member, work, interrupted(member, turns));
  }
}

/**
 * More than there are slots for calls, so that some resources are read while others are written; but at a slow pace not
 * so many that what was read is old when the call's turn comes.
 */
function workersFor({ caller, maximumConcurrentCalls }: DriverEngine, operation: "writeTags" | "removeTags"): number {
  const inTwoSeconds = Math.ceil(caller.requestsPerSecond(operation, "key") * 2);
  return Math.min(maximumConcurrentCalls * 2, Math.max(16, inTwoSeconds));
}

async function makeCall(queued: QueuedCall, queue: CallQueue, work: MemberWork): Promise<void> {
  const { engine, context, earlier, called } = work;
  const { kind, change } = queued.call;
  for (const member of queued.members) member.callsUnderWay += 1;
  await prepareMembers(engine, kind, withNeighbours(queued, queue, engine), context, earlier);
  await refreshMembers(engine, kind, queued.members, context);
  const together: RunMember[] = [];
  const apart: { readonly member: RunMember; readonly change: TagChange }[] = [];
  for (const member of queued.members) {
    if (member.work === undefined || member.verdict !== undefined || member.outcome !== undefined) continue;
    const { needed, harmless } = shareOf(member, change);
    if (needed === undefined) continue;
    if (harmless) together.push(member);
    // Something has changed since the calls were planned: what it needs is written for it alone.
    else apart.push({ member, change: needed });
  }
  const parts = [
    ...(together.length > 0 ? [{ members: together, change: neededBy(together, change) }] : []),
    ...apart.map((one) => ({ members: [one.member], change: one.change })),
  ];
  for (const part of parts) {
    const locked = part.members.map(({ target }) => target.identity);
    await engine.locks.hold(locked, context.turns.turnsOf(engine.driver), async () => {
      // Another call may have failed for some while this one waited.
      const alive = part.members.filter(({ verdict }) => verdict === undefined);
      if (alive.length > 0) await writePart(engine, kind, part.change, alive, context.scope, context.turns);
    });
    called();
  }
  for (const member of queued.members) {
    member.openCalls -= 1;
    member.callsUnderWay -= 1;
    const isOver = member.openCalls === 0 || member.verdict !== undefined || member.outcome !== undefined;
    if (isOver && member.callsUnderWay === 0) await settle(member, work);
  }
}

/** The resources of the call and of those that come next, as many as are read in one call. */
function withNeighbours(queued: QueuedCall, queue: CallQueue, { driver }: DriverEngine): readonly RunMember[] {
  const { kind } = queued.call;
  const size = driver.limits.readTags[kind]?.resources ?? 1;
  const found = new Set(queued.members);
  let fresh = queued.members.filter(isFresh).length;
  if (fresh === 0) return queued.members;
  for (const { call, members } of queue.upcoming(operationOf(queued))) {
    if (fresh >= size) break;
    if (call.kind !== kind) continue;
    for (const member of members) {
      if (fresh >= size || !isFresh(member) || found.has(member)) continue;
      found.add(member);
      fresh += 1;
    }
  }
  return [...found];
}

/** The call without what none of these resources needs any more. */
function neededBy(members: readonly RunMember[], change: TagChange): TagChange {
  if (change.type === "set") {
    const tags = [...change.tags].filter(([key]) => members.some(({ work }) => work?.set.has(key)));
    return { type: "set", tags: new Map(tags) };
  }
  if (change.tagKeys === "all") return change;
  return { type: "remove", tagKeys: change.tagKeys.filter((key) => members.some(({ work }) => work?.remove.has(key))) };
}

/** Once for each member: in the end, or as soon as nothing more will be done with it. */
async function settle(member: RunMember, work: MemberWork, known?: Outcome): Promise<void> {
  if (member.settled) return;
  member.settled = true;
  if (member.verdict !== undefined) await explainVerdict(work.engine, member, work.context.scope);
  // Without work, and without an outcome, its intent could not be written down: it was not begun.
  if (known === undefined && member.outcome === undefined && member.work === undefined) return;
  const own = ownKeysOnly(member, known ?? member.outcome ?? outcomeOf(member, work.context.turns));
  const outcome = withPartial(member, own);
  if (outcome.status === "skipped" && outcome.reason === "not-started") return;
  member.outcome = outcome;
  work.settled(member, outcome);
}

/** A call that resources share also writes tags that some of them have already: those are not news. */
function ownKeysOnly({ work }: RunMember, outcome: Outcome): Outcome {
  if (!("appliedKeys" in outcome) || outcome.appliedKeys === undefined) return outcome;
  const own = outcome.appliedKeys.filter((key) => work?.set.has(key) === true || work?.remove.has(key) === true);
  return { ...outcome, appliedKeys: own };
}

/** Says what was made of the change, by an earlier part of the run, too, and what is left. */
function withPartial({ entry, work, doneBefore, partialBefore }: RunMember, outcome: Outcome): Outcome {
  if (outcome.status === "changed" || outcome.status === "unchanged") return outcome;
  // Nothing more is known of it than when the run was here before.
  if (work === undefined) return partialBefore === undefined ? outcome : { ...outcome, partial: partialBefore };
  const done = new Set([...(doneBefore ?? []), ...(outcome.appliedKeys ?? [])]);
  const isConcerned = (key: string) => done.has(key) || work.set.has(key) || work.remove.has(key);
  const wanted = { set: Object.keys(entry.set).filter(isConcerned), remove: entry.remove.filter(isConcerned) };
  const partial = partialChange(wanted, done);
  if (partial === undefined) return outcome;
  return { ...outcome, appliedKeys: [...partial.done.set, ...partial.done.remove], partial };
}

/** The run stopped between two calls of one resource. */
function interrupted(member: RunMember, turns: DriverTurns): Outcome {
  const { attempts, requestIds, appliedKeys, target } = member;
  const outcome = untouched(target, {
    status: "failed",
    error: turns.ended as NonNullable<typeof turns.ended>,
  });
  return { ...outcome, attempts, requestIds, appliedKeys } as Outcome;
}

function isFresh({ preparation }: RunMember): boolean {
  return preparation === undefined;
}
