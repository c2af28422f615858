import { itemAt } from "../batching/batches.ts";
import type { PlannedCall } from "../plan/step-calls.ts";
import type { RunItem } from "./run-item.ts";

/** A call of a run with its resources. It waits for the calls of earlier steps that its resources are part of. */
export interface QueuedCall {
  readonly call: PlannedCall;
  readonly items: readonly RunItem[];
  waitsFor: number;
  readonly followers: QueuedCall[];
}

/** Hands out calls as soon as they may be made. Calls that write tags and calls that remove tags are separate queues. */
export class CallQueue {
  readonly #ready: Readonly<Record<"writeTags" | "removeTags", QueuedCall[]>> = { writeTags: [], removeTags: [] };
  readonly #next = { writeTags: 0, removeTags: 0 };
  #unfinished: number;
  #closed = false;
  #waiting: (() => void)[] = [];

  constructor(calls: readonly PlannedCall[], items: readonly RunItem[]) {
    this.#unfinished = calls.length;
    const queued = calls.map((call): QueuedCall => ({
      call,
      items: call.resources.map((position) => itemAt(items, position)),
      waitsFor: 0,
      followers: [],
    }));
    linkSteps(queued);
    for (const call of queued) {
      for (const item of call.items) item.openCalls += 1;
      if (call.waitsFor === 0) this.#ready[operationOf(call)].push(call);
    }
  }

  /** The next call of the operation; waits for one; undefined when there will be none any more. */
  async next(operation: "writeTags" | "removeTags"): Promise<QueuedCall | undefined> {
    for (;;) {
      if (this.#closed || this.#unfinished === 0) return undefined;
      const call = this.#ready[operation][this.#next[operation]];
      if (call !== undefined) {
        this.#next[operation] += 1;
        return call;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Calls that come next, without taking them. */
  *upcoming(operation: "writeTags" | "removeTags"): Generator<QueuedCall, void, undefined> {
    for (let at = this.#next[operation]; at < this.#ready[operation].length; at += 1)
      yield itemAt(this.#ready[operation], at);
  }

  finish({ followers }: QueuedCall): void {
    this.#unfinished -= 1;
    for (const follower of followers) {
      follower.waitsFor -= 1;
      if (follower.waitsFor === 0) this.#ready[operationOf(follower)].push(follower);
    }
    this.#wake();
  }

  /** Hands out nothing more. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}

export function operationOf({ call }: QueuedCall): "writeTags" | "removeTags" {
  return call.change.type === "set" ? "writeTags" : "removeTags";
}

/** A resource's calls of one step wait for all of its calls of the steps before. */
function linkSteps(queued: readonly QueuedCall[]): void {
  const byItem = new Map<RunItem, QueuedCall[]>();
  for (const call of queued) {
    for (const item of call.items) {
      const calls = byItem.get(item);
      if (calls === undefined) byItem.set(item, [call]);
      else calls.push(call);
    }
  }
  const links = new Map<QueuedCall, Set<QueuedCall>>();
  for (const calls of byItem.values()) {
    if (calls.length === 1) continue;
    for (const later of calls) {
      for (const earlier of calls) {
        if (earlier.call.step >= later.call.step) continue;
        const followers = links.get(earlier) ?? new Set();
        links.set(earlier, followers);
        if (followers.has(later)) continue;
        followers.add(later);
        earlier.followers.push(later);
        later.waitsFor += 1;
      }
    }
  }
}
