import type { DriverEngine } from "../calls/driver-engine.ts";
import { pollUntil } from "../calls/poll-until.ts";
import { readTags } from "../reads/read-tags.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { TagSet } from "../model/tag-set.ts";
import { changedKeys } from "../plan/changed-keys.ts";
import type { RunContext } from "./run-context.ts";
import { recordedResource } from "./recorded-resource.ts";
import type { RunItem } from "./run-item.ts";

/** A resource that was written: by this part of the run, or by an earlier one. */
export interface WrittenItem extends Pick<RunItem, "target" | "entry"> {
  /** What the run wrote. */
  readonly work?: Pick<NonNullable<RunItem["work"]>, "set" | "remove">;
  /** An earlier part of the run wrote it, and could not confirm it. */
  readonly isEarlier?: true;
}

const FIRST_DELAY_MS = 100;

/** Reads back what was written, as many resources in a call as the cloud allows, while the run continues. */
export class ItemVerifier {
  readonly #engine: DriverEngine;
  readonly #context: RunContext;
  readonly #waiting = new Map<ResourceKind, WrittenItem[]>();
  #underWay = new Set<Promise<void>>();
  /** Read at least once. */
  readonly #seen = new WeakSet<WrittenItem>();

  constructor(engine: DriverEngine, context: RunContext) {
    this.#engine = engine;
    this.#context = context;
  }

  /** @param isSeen it was read just now, and did not show the change */
  add(item: WrittenItem, isSeen = false): void {
    if (isSeen) this.#seen.add(item);
    const { kind } = item.target;
    const waiting = this.#waiting.get(kind) ?? [];
    this.#waiting.set(kind, waiting);
    waiting.push(item);
    if (waiting.length >= (this.#engine.driver.limits.readTags[kind]?.resources ?? 1)) this.#begin(kind);
  }

  /** Resolves when all that was added so far has been read, or the time for it is up. */
  async flush(): Promise<void> {
    for (const kind of this.#waiting.keys()) this.#begin(kind);
    await Promise.all(this.#underWay);
  }

  #begin(kind: ResourceKind): void {
    const items = this.#waiting.get(kind) ?? [];
    this.#waiting.delete(kind);
    if (items.length === 0) return;
    const { settleTimeoutMs } = this.#engine;
    const turns = this.#context.turns.turnsOf(this.#engine);
    const work: Promise<void> = this.#context.scope
      .within(settleTimeoutMs, async (subScope) => {
        const unread = new Map<WrittenItem, CrosstagError>();
        let open: readonly WrittenItem[] = items;
        await pollUntil(
          subScope,
          async () => {
            open = await this.#stillOpen(kind, open, unread, subScope);
            // A person who has interrupted the run does not want to wait for a lagging cloud.
            return open.length === 0 || turns.ended !== undefined;
          },
          FIRST_DELAY_MS,
        );
        // Reads lag: one that was made early, and not again because the run stopped, does not say that the change is absent.
        const cutShort = subScope.ended === undefined ? turns.ended : undefined;
        const doubted = new Set([...open, ...unread.keys()]);
        for (const item of items) {
          if (item.isEarlier) this.settleEarlier(item, doubted.has(item) ? (unread.get(item) ?? "not-shown") : "shown");
          else if (doubted.has(item)) this.#report(item, unread.get(item) ?? cutShort);
        }
      })
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** Says what reading a change of an earlier part of the run has come to. */
  settleEarlier(item: WrittenItem, found: "shown" | "not-shown" | CrosstagError): void {
    // What was cut off takes back nothing that an earlier part has said.
    if (found !== "shown" && this.#context.turns.turnsOf(this.#engine).ended !== undefined) return;
    const { entry } = item;
    this.#context.readAgain.add(entry.reference);
    if (found === "shown")
      this.#context.note({ type: "shown", ...recordedResource(entry), tagKeys: changedKeys(entry) });
    else this.#report(item, found === "not-shown" ? undefined : found);
  }

  /** "Not read" and "read, and not there" are two things. */
  #report({ entry }: WrittenItem, unread: CrosstagError | undefined): void {
    const { tally } = this.#context;
    const { reference } = entry;
    const tagKeys = changedKeys(entry);
    if (unread === undefined) {
      tally.notShown(reference);
      this.#context.note({ type: "not-shown", ...recordedResource(entry), tagKeys });
    } else {
      tally.notRead(reference, unread.code);
      this.#context.note({ type: "not-read", ...recordedResource(entry), tagKeys, code: unread.code });
    }
  }

  /** Items that do not show the change yet; `unread` has the items whose last read failed. */
  async #stillOpen(
    kind: ResourceKind,
    items: readonly WrittenItem[],
    unread: Map<WrittenItem, CrosstagError>,
    subScope: RequestScope,
  ): Promise<readonly WrittenItem[]> {
    const references = items.map(({ target }) => target.reference);
    // Long after the change, a resource that reads as one without tags may be gone.
    const confirmEmpty = items.some(({ isEarlier }) => isEarlier);
    const reads = await readTags(this.#engine, kind, references, subScope, { confirmEmpty });
    // What our own time limit cut off takes back nothing that an earlier reading said.
    const isCutOff = subScope.ended !== undefined;
    return items.filter((item) => {
      const read = reads.get(item.target.reference.id);
      if (read === undefined) return true;
      if (!("error" in read)) {
        unread.delete(item);
        this.#seen.add(item);
        return !showsWork(item, read.tags);
      }
      // Of a resource that is gone the tags are gone as well.
      if (read.error.code === "not-found") unread.delete(item);
      else if (!isCutOff || !this.#seen.has(item)) unread.set(item, read.error);
      // A refusal stays one.
      return read.error.code === "not-found" || read.error.retry !== "no";
    });
  }
}

/** Only what this run wrote counts: other programs tag, too. */
export function showsWork({ work }: WrittenItem, tags: TagSet): boolean {
  if (work === undefined) return true;
  return (
    [...work.set].every(([key, value]) => tags.get(key) === value) && [...work.remove].every((key) => !tags.has(key))
  );
}
