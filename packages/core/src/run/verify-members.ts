import type { DriverEngine } from "../engine/driver-engine.ts";
import { readTags } from "../engine/read-tags.ts";
import type { ResourceKind } from "../reference/reference.ts";
import type { TagSet } from "../tags/tag-set.ts";
import type { RunContext } from "./run-context.ts";
import type { RunMember } from "./run-member.ts";

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 2_000;

/** Reads back what was written, as many resources in a call as the cloud takes, while the run goes on. */
export class MemberVerifier {
  readonly #engine: DriverEngine;
  readonly #context: RunContext;
  readonly #waiting = new Map<ResourceKind, RunMember[]>();
  #underWay = new Set<Promise<void>>();

  constructor(engine: DriverEngine, context: RunContext) {
    this.#engine = engine;
    this.#context = context;
  }

  add(member: RunMember): void {
    const { kind } = member.target;
    const waiting = this.#waiting.get(kind) ?? [];
    this.#waiting.set(kind, waiting);
    waiting.push(member);
    if (waiting.length >= (this.#engine.driver.limits.readTags[kind]?.resources ?? 1)) this.#begin(kind);
  }

  /** Resolves when all that was added so far has been read, or the time for it is up. */
  async flush(): Promise<void> {
    for (const kind of this.#waiting.keys()) this.#begin(kind);
    await Promise.all(this.#underWay);
  }

  #begin(kind: ResourceKind): void {
    const members = this.#waiting.get(kind) ?? [];
    this.#waiting.delete(kind);
    if (members.length === 0) return;
    const { driver, settleTimeoutMs } = this.#engine;
    const turns = this.#context.turns.turnsOf(driver);
    const work: Promise<void> = this.#context.scope
      .within(settleTimeoutMs, async (part) => {
        let open: readonly RunMember[] = members;
        for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
          open = await this.#stillOpen(kind, open, part);
          // A person who has interrupted the run does not want to wait for a lagging cloud.
          if (open.length === 0 || part.ended !== undefined || turns.ended !== undefined) break;
          await part.pause(delay);
          if (part.ended !== undefined) break;
        }
        // They could not be read, which is not the same as not showing the change.
        if (this.#context.scope.stopOf(driver).reason !== undefined) return;
        for (const { entry } of open) {
          this.#context.tally.notShown(entry.reference);
          this.#context.note({
            type: "not-shown",
            reference: entry.reference,
            tagKeys: [...Object.keys(entry.set), ...entry.remove],
          });
        }
      })
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  async #stillOpen(
    kind: ResourceKind,
    members: readonly RunMember[],
    part: Parameters<typeof readTags>[3],
  ): Promise<readonly RunMember[]> {
    const references = members.map(({ target }) => target.reference);
    const reads = await readTags(this.#engine, kind, references, part);
    return members.filter((member) => {
      const read = reads.get(member.target.reference.id);
      return read === undefined || "error" in read || !showsWork(member, read.tags);
    });
  }
}

/** Only what this run wrote counts: other programs tag, too. */
function showsWork({ work }: RunMember, tags: TagSet): boolean {
  if (work === undefined) return true;
  return (
    [...work.set].every(([key, value]) => tags.get(key) === value) && [...work.remove].every((key) => !tags.has(key))
  );
}
