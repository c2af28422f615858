import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock, RunRecord } from "@crosstag/core";
import { openRunJournal } from "@crosstag/core/node";
import { seededRandom } from "@crosstag/core/testing";
import { followRun } from "@crosstag/operations";
import { assert, asyncProperty, integer } from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ActiveRun } from "../src/runs/active-run.ts";
import { followJournal, type FollowOptions } from "../src/runs/follow-journal.ts";

const SCOPE = "memory/1000/memory-1";
const PLAN = `sha256:${"0".repeat(64)}`;
const RUN = "20261129-120000-abcdef";
const COUNTS = { changed: 1, unchanged: 0, skipped: 0, failed: 0, unknown: 0 };
const START: RunRecord = { type: "run", schema: "crosstag-run/2", run: RUN, plan: PLAN, changes: 3, by: "zoe" };

function intent(reference: string): RunRecord {
  return { type: "intent", scope: SCOPE, reference, before: { a: null }, set: { a: "secret value" }, remove: [] };
}
const outcome = (reference: string): RunRecord => ({ type: "outcome", scope: SCOPE, reference, status: "changed" });
const ended = (how: "complete" | "interrupted"): RunRecord => ({ type: "end", ended: how, counts: COUNTS });

let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosstag-follow-"));
  path = join(folder, "journal.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

async function write(...records: readonly RunRecord[]): Promise<void> {
  const journal = await openRunJournal(path);
  await Promise.all(records.map((record) => journal.append(record)));
  await journal.close();
}

/** Time that passes only in `sleep`, in which the test makes things happen. */
function turning(onTurn: (turn: number) => Promise<void> | void): Clock {
  let now = 0;
  let turn = 0;
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
      turn += 1;
      await onTurn(turn);
    },
  };
}

function follow(options: Partial<FollowOptions> & Pick<FollowOptions, "clock">) {
  return followJournal(path, {
    after: 0,
    active: () => undefined,
    isUnderWay: async () => true,
    signal: new AbortController().signal,
    ...options,
  });
}

async function allOf<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("followJournal", () => {
  it("loses nothing and doubles nothing, however often it is reconnected while the journal grows", async () => {
    await assert(
      asyncProperty(integer({ min: 1, max: 2 ** 31 - 1 }), async (seed) => {
        const random = seededRandom(seed);
        await rm(path, { force: true });
        const records: RunRecord[] = [START];
        const parts = 1 + Math.floor(random() * 3);
        for (let part = 1; part <= parts; part += 1) {
          const count = Math.floor(random() * 5);
          for (let one = 0; one < count; one += 1) records.push(intent(`k${one}`), outcome(`k${one}`));
          const last = part === parts;
          // A part can be cut off by a crash, and ends in order otherwise.
          if (last || random() < 0.5) records.push(ended(last ? "complete" : "interrupted"));
          if (!last) records.push({ type: "resume" });
        }
        await write(...records);
        const whole = await readFile(path);
        // It grows by any number of bytes, also in the middle of a line.
        let written = whole.indexOf(10) + 1;
        await writeFile(path, whole.subarray(0, written));
        const grow = async () => {
          const more = whole.subarray(written, written + Math.floor(random() * 600));
          written += more.length;
          await appendFile(path, more);
        };
        const isUnderWay = async () => written < whole.length;
        const told: { readonly id: number; readonly type: string }[] = [];
        for (let after = 0, over = false; !over;) {
          const cut = 1 + Math.floor(random() * 4);
          const events = follow({ after, clock: turning(grow), isUnderWay });
          over = true;
          for await (const { id = "", data } of events) {
            if (data === undefined) continue;
            told.push({ id: Number(id), type: data.type });
            after = Number(id);
            if (told.length % cut === 0 && written < whole.length) {
              over = false;
              break;
            }
          }
        }
        const NAMES: Record<string, string> = { run: "started", resume: "resumed", end: "ended", outcome: "outcome" };
        const expected = records.flatMap(({ type }, index) => {
          const name = NAMES[type];
          return name === undefined ? [] : [{ id: index + 1, type: name }];
        });
        expect(told).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it("reports progress once a turn at most, and keeps a quiet connection open", async () => {
    await write(START);
    const run = new ActiveRun();
    const progress = (settled: number) =>
      run.onEvent({
        type: "run-progress",
        scope: SCOPE,
        resources: 3,
        settled,
        failed: 0,
        unknown: 0,
        plannedCalls: 3,
        calls: settled,
        throttled: 0,
        requestsPerSecond: Number.POSITIVE_INFINITY,
      });
    const clock = turning(async (turn) => {
      // Many in one turn.
      if (turn === 1) for (let settled = 0; settled <= 3; settled += 1) progress(settled);
      // Then nothing for more than 15 seconds.
      if (turn === 200) await write(ended("complete"));
    });
    let turns = 0;
    const events = await allOf(
      follow({
        clock,
        active: () => run,
        isUnderWay: async () => {
          turns += 1;
          return clock.now() < 20_000;
        },
      }),
    );
    expect(events.map(({ id, data }) => [id, data?.type])).toEqual([
      ["1", "started"],
      ["1", "progress"],
      [undefined, undefined],
      ["2", "ended"],
    ]);
    const { data } = events[1] ?? {};
    expect(data).toMatchObject({ scopes: [{ settled: 3, requestsPerSecond: null }] });
    for (const event of events) if (event.data !== undefined) followRun.output.parse(event.data);
    expect(JSON.stringify(events)).not.toContain("secret value");
    // Whether the run is under way is asked once a second, not each turn.
    expect(turns).toBeLessThan(30);
  });

  it("says that a run was cut off, and ends", async () => {
    await write(START, intent("a"));
    const events = await allOf(follow({ clock: turning(() => {}), isUnderWay: async () => false }));
    expect(events).toMatchObject([{ id: "1" }, { id: "2", data: { type: "interrupted" } }]);
    // A reader that is up to date gets an answer at once.
    const upToDate = follow({ after: 2, clock: turning(() => {}) });
    expect(await upToDate.next()).toEqual({ done: false, value: {} });
    await upToDate.return();
    // From there on, nothing is sent twice.
    const again = await allOf(follow({ after: 2, clock: turning(() => {}), isUnderWay: async () => false }));
    expect(again).toEqual([{ id: "2", data: { type: "interrupted" } }]);
  });

  it("refuses a line that the journal does not have, and a damaged journal", async () => {
    await write(START, intent("a"), outcome("a"));
    await expect(allOf(follow({ after: 4, clock: turning(() => {}) }))).rejects.toMatchObject({
      code: "invalid-request",
      message: "`Last-Event-ID` is 4, and the journal of the run has 3 lines.",
    });
    const damaged = follow({ clock: turning(() => truncate(path, 10)) });
    await expect(allOf(damaged)).rejects.toThrow("were removed");
  });
});
