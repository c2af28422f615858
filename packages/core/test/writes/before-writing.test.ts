import { expect, test } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { CrosstagError } from "../../src/model/crosstag-error.ts";
import { createMemoryCloud, ONE_BY_ONE_SHAPE } from "../../src/testing.ts";

function open() {
  const cloud = createMemoryCloud(ONE_BY_ONE_SHAPE);
  const key = cloud.scene.createExternalKey();
  const crosstag = createCrosstag([cloud.driver]);
  let resolve!: () => void;
  let reject!: (error: unknown) => void;
  const allowed = new Promise<void>((...settle) => ([resolve, reject] = settle));
  const beforeWriting = () => allowed;
  const counts = () => [cloud.log.calls("readTags"), cloud.log.calls("writeTags"), cloud.log.calls("removeTags")];
  return { cloud, key, crosstag, beforeWriting, resolve, reject, counts };
}

/** Longer than any number of promises that a request without network waits for. */
function aWhile(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

test("tags are read before changes may be made, and written after that", async () => {
  const { key, crosstag, beforeWriting, resolve, counts, cloud } = open();
  const tagged = crosstag.tagResource({ resources: [key], tags: { team: "a" }, beforeWriting });
  const untagged = crosstag.untagResource({ resources: [key], tagKeys: ["old"], readFirst: false, beforeWriting });
  await aWhile();
  expect(counts()).toEqual([1, 0, 0]);
  resolve();
  expect([(await tagged).counts.changed, (await untagged).counts.changed]).toEqual([1, 1]);
  expect(counts()).toEqual([1, 1, 1]);
  expect(cloud.truth.tagsOf(key)).toEqual({ team: "a" });
});

test("a request ends without a change if changes may not be made", async () => {
  const { key, crosstag, beforeWriting, reject, counts } = open();
  const reason = new CrosstagError({ code: "configuration", message: "The disk is full." });
  const tagged = crosstag.tagResource({ resources: [key], tags: { team: "a" }, beforeWriting });
  const unread = crosstag.tagResource({ resources: [key], tags: { team: "a" }, readFirst: false, beforeWriting });
  await aWhile();
  for (const request of [tagged, unread]) request.catch(() => {});
  reject(reason);
  for (const request of [tagged, unread]) await expect(request).rejects.toBe(reason);
  expect(counts()).toEqual([1, 0, 0]);
});

test("the end of a request ends the wait, too", async () => {
  const { key, crosstag, beforeWriting, counts } = open();
  const request = { resources: [key], tags: { team: "a" }, beforeWriting };
  const result = await crosstag.tagResource(request, { timeoutMs: 1 });
  expect(result.outcomes).toMatchObject([{ status: "skipped", reason: "not-started" }]);
  expect(counts()).toEqual([1, 0, 0]);
});

test("a request ends with what it was given to end with, whatever it does", async () => {
  const reason = new CrosstagError({ code: "deadline-exceeded", message: "It took too long." });
  const { key, crosstag, beforeWriting, counts } = open();
  const callbacks = new Set<(error: CrosstagError) => void>();
  const until = {
    ended: undefined,
    onEnd: (callback: (error: CrosstagError) => void) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
  };
  const tagged = crosstag.tagResource({ resources: [key], tags: { team: "a" }, beforeWriting }, { until });
  const found = crosstag.findResources({}, { until })[Symbol.asyncIterator]();
  await found.next();
  await aWhile();
  for (const callback of callbacks) callback(reason);
  expect((await tagged).outcomes).toMatchObject([{ status: "skipped", reason: "not-started" }]);
  await found.return?.();
  expect(callbacks.size).toBe(0);

  const ended = { ended: reason, onEnd: () => () => {} };
  const late = await crosstag.tagResource({ resources: [key], tags: { team: "a" } }, { until: ended });
  expect(late.outcomes).toMatchObject([{ status: "skipped", reason: "not-started" }]);
  const lateFound = crosstag.findResources({}, { until: ended })[Symbol.asyncIterator]();
  await expect(lateFound.next()).rejects.toThrow(reason.message);
  expect(counts()).toEqual([1, 0, 0]);
});
