import { createCrosstag, CrosstagError } from "@crosstag/core";
import type { EvidenceJournal } from "@crosstag/core/node";
import { createMemoryCloud } from "@crosstag/core/testing";
import { expect, test } from "vitest";
import { unrecordedLogLine } from "../src/writes/unrecorded-log-line.ts";
import { openDirectWrites, type UnrecordedWrite } from "../src/writes/direct-writes.ts";

const full = () => Promise.reject(new CrosstagError({ code: "configuration", message: "The disk is full." }));

/** A journal on a disk that fills up: `room` says how many records fit. */
function journals() {
  const disk = {
    room: Number.POSITIVE_INFINITY,
    busy: Promise.resolve(),
    opened: 0,
    records: new Array<Readonly<Record<string, unknown>>>(),
  };
  const open = async (): Promise<EvidenceJournal> => {
    disk.opened += 1;
    let failed = false;
    return {
      path: "writes.jsonl",
      head: undefined,
      append: async (record) => {
        if (failed || disk.records.length >= disk.room) {
          failed = true;
          return full();
        }
        await disk.busy;
        disk.records.push(record);
        return undefined;
      },
      close: async () => {
        failed = true;
      },
    };
  };
  return { disk, open };
}

test("nothing is sent that cannot be written down, and what was sent is answered and written down later", async () => {
  const cloud = createMemoryCloud({});
  const crosstag = createCrosstag([cloud.driver]);
  const { disk, open } = journals();
  const unrecorded: UnrecordedWrite[] = [];
  const onUnrecorded = (write: UnrecordedWrite) => unrecorded.push(write);
  const writes = await openDirectWrites(crosstag, {
    journal: { open, isFull: async () => false },
    onUnrecorded,
  });
  const key = cloud.scene.create("key");
  const by = { caller: "shop", requestId: "1" };
  const tag = (value: string) => writes.tagResource({ resources: [key], tags: { team: value } }, {}, by);

  disk.room = 0;
  await expect(tag("one")).rejects.toMatchObject({ code: "configuration" });
  expect(cloud.truth.tagsOf(key)).toEqual({});

  // There is room again: the file is opened again, and the next request is written down.
  disk.room = 1;
  expect((await tag("two")).outcomes).toMatchObject([{ status: "changed" }]);
  // The outcome, for which there is no room, is written after the answer.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect(disk.records).toMatchObject([{ type: "write", caller: "shop", resources: [key], set: ["team"] }]);
  const [lost = { by, error: undefined }] = unrecorded;
  expect(JSON.parse(unrecordedLogLine(lost, new Date("2026-12-31T12:00:00Z")))).toEqual({
    time: "2026-12-31T12:00:00.000Z",
    level: "error",
    event: "write-unrecorded",
    ...by,
    code: "configuration",
    problem: "The disk is full.",
  });

  // The disk stays full: each request tries it again, and it is reported once.
  await expect(tag("no room")).rejects.toMatchObject({ code: "configuration" });
  disk.room = Number.POSITIVE_INFINITY;
  await writes.tagResource({ resources: [key], tags: { team: "three" } }, {}, { ...by, requestId: "2" });
  expect(disk.records.slice(1)).toMatchObject([
    { type: "outcomes", requestId: "1", outcomes: [{ status: "changed" }] },
    { type: "write", requestId: "2" },
    { type: "outcomes", requestId: "2" },
  ]);
  expect(unrecorded).toHaveLength(1);

  // While the disk is busy, tags are read, and nothing is changed.
  let written!: () => void;
  disk.busy = new Promise((resolve) => (written = resolve));
  const reads = cloud.log.calls("readTags");
  const slow = tag("slow");
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect([cloud.log.calls("readTags"), cloud.truth.tagsOf(key)]).toEqual([reads + 1, { team: "three" }]);
  written();
  expect((await slow).outcomes).toMatchObject([{ status: "changed" }]);

  // Several at once open it once.
  disk.room = disk.records.length;
  await expect(tag("four")).rejects.toMatchObject({ code: "configuration" });
  disk.room = Number.POSITIVE_INFINITY;
  const opened = disk.opened;
  await Promise.all([tag("five"), tag("six")]);
  expect(disk.opened).toBe(opened + 1);

  await writes.close();
  await expect(tag("seven")).rejects.toMatchObject({ code: "configuration" });
  expect(cloud.truth.tagsOf(key)["team"]).toMatch(/five|six/);
  await crosstag.close();
});

test("a disk that does not answer keeps no caller waiting, and gets both records if it answers", async () => {
  const cloud = createMemoryCloud({});
  const crosstag = createCrosstag([cloud.driver]);
  const { disk, open } = journals();
  const writes = await openDirectWrites(crosstag, { journal: { open }, onUnrecorded: () => {} });
  const key = cloud.scene.create("key");
  let answer!: () => void;
  disk.busy = new Promise((resolve) => (answer = resolve));
  const request = { resources: [key], tags: { team: "late" } };
  const { outcomes } = await writes.tagResource(request, { timeoutMs: 1 }, { caller: "shop", requestId: "1" });
  expect(outcomes).toMatchObject([{ status: "skipped", reason: "not-started" }]);
  expect([disk.records, cloud.truth.tagsOf(key)]).toEqual([[], {}]);

  const closed = writes.close();
  answer();
  await closed;
  expect(disk.records).toMatchObject([{ type: "write" }, { type: "outcomes", outcomes: [{ status: "skipped" }] }]);
  await crosstag.close();
});
