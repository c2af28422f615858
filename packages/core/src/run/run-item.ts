import type { DriverEngine } from "../calls/driver-engine.ts";
import { toTarget } from "../reads/place-resources.ts";
import { newProgress } from "../writes/progress.ts";
import type { Progress } from "../writes/progress.ts";
import type { Outcome, PartialChange } from "../model/outcome.ts";
import type { PlannedResourceChange } from "../plan/plan-entry.ts";
import type { TagChange } from "../batching/batches.ts";
import type { TagSet } from "../model/tag-set.ts";

/** One resource of a run, from its line in the plan to its outcome. */
export interface RunItem extends Progress {
  readonly entry: PlannedResourceChange;
  /** Calls that it is still part of. */
  openCalls: number;
  /** Those among them that are being made: until they are over, its outcome is not known. */
  callsUnderWay: number;
  /** Under way or done: read again, decided about, written down. */
  preparation?: Promise<void>;
  /** What is still to be done, and what was there when it was read. */
  work?: {
    readonly set: TagSet;
    readonly remove: ReadonlySet<string>;
    readonly current: TagSet;
    /** By the engine's clock. */
    readonly readAt: number;
  };
  /** Tag keys of the calls that were made for it. */
  readonly sentKeys: string[];
  /** The tag keys that its intent names. */
  intended?: readonly string[];
  /** A resumed run: what became of an attempt of an earlier part is not known, of no tag key. */
  wasOpen?: boolean;
  /** A resumed run: tag keys that an earlier part of it meant to change, and that are as the plan wants them. */
  doneBefore?: readonly string[];
  /** What an earlier part of the run said of it. */
  partialBefore?: PartialChange;
  /** Its outcome, if nothing has to be written, or once everything is written. */
  outcome?: Outcome;
  settled?: boolean;
}

/** Undefined when the plan's reference is not the full name of a resource of this cloud, account and region. */
export function newRunItem({ driver, account }: DriverEngine, entry: PlannedResourceChange): RunItem | undefined {
  const parsed = driver.references.parse(entry.reference, account.scope);
  if (!("reference" in parsed) || parsed.reference.account === undefined) return undefined;
  const progress = newProgress(toTarget(driver, parsed.reference, entry.reference));
  return { ...progress, entry, sentKeys: [], openCalls: 0, callsUnderWay: 0 };
}

/** What a call does to a resource, and whether that is all that the plan says. */
export interface CallShare {
  /** The part of the call that the resource still needs; undefined: none of it. */
  readonly needed: TagChange | undefined;
  /** The resource can take the whole call: the rest of it changes nothing there. */
  readonly canShare: boolean;
}

export function shareOf({ work }: RunItem, change: TagChange): CallShare {
  if (work === undefined) return { needed: undefined, canShare: false };
  const { set, remove, current } = work;
  if (change.type === "set" && change.alsoRemove !== undefined) {
    const tags = new Map([...change.tags].filter(([key]) => set.has(key)));
    const tagKeys = change.alsoRemove.filter((key) => remove.has(key));
    // A call for this resource alone.
    if (tags.size > 0 && tagKeys.length > 0)
      return { needed: { ...change, tags, alsoRemove: tagKeys }, canShare: true };
    const needed: TagChange = tags.size > 0 ? { type: "set", tags } : { type: "remove", tagKeys };
    return { needed: tags.size + tagKeys.length === 0 ? undefined : needed, canShare: false };
  }
  if (change.type === "set") {
    const needed = [...change.tags].filter(([key]) => set.has(key));
    return {
      needed: needed.length === 0 ? undefined : { type: "set", tags: new Map(needed) },
      canShare: [...change.tags].every(([key, value]) => set.get(key) === value || current.get(key) === value),
    };
  }
  const keys = change.tagKeys === "all" ? [] : change.tagKeys;
  const needed = keys.filter((key) => remove.has(key));
  return {
    needed: needed.length === 0 ? undefined : { type: "remove", tagKeys: needed },
    canShare: keys.every((key) => remove.has(key) || !(current.has(key) || set.has(key))),
  };
}

/** The tag keys of its intent that the run has changed itself. Undefined: all of them. */
export function madeOf({ intended = [], appliedKeys }: RunItem): readonly string[] | undefined {
  const made = intended.filter((key) => appliedKeys.includes(key));
  return made.length === intended.length ? undefined : made;
}

/** The tag keys of its intent for which the run has made a call, or found its change made. Undefined: all of them. */
export function sentOf({ intended = [], sentKeys, appliedKeys }: RunItem): readonly string[] | undefined {
  const sent = intended.filter((key) => sentKeys.includes(key) || appliedKeys.includes(key));
  return sent.length === intended.length ? undefined : sent;
}

/** The outcome of a resource for which no more calls are made, possibly after some of its calls. */
export function stoppedHalfway(
  { target, attempts, requestIds, appliedKeys }: RunItem,
  why:
    | Pick<Outcome & { status: "skipped" }, "status" | "reason" | "tagKeys">
    | Pick<Outcome & { status: "failed" }, "status" | "error">,
): Outcome {
  return { ...target.naming, attempts, requestIds, ...why, ...(appliedKeys.length > 0 && { appliedKeys }) };
}
