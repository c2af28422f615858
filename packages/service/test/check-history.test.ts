import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openCheckHistory, type CheckHistory, type CheckSubject } from "../src/compliance/check-history.ts";

const now = () => new Date("2026-11-30T00:00:00Z");

function checked(resources: number) {
  const results = { compliant: resources, violating: 0, suppressed: 0, "not-applicable": 0, error: 0 };
  return { checkedAt: now().toISOString(), resources, results, findings: { info: 0, warning: 0, error: 0 } };
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-checks-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const sizesOf = (history: CheckHistory, subject: CheckSubject) => history.of(subject).map(({ resources }) => resources);

test("checks of the same policy, caller, clouds and kinds are a trend, which the next process continues", async () => {
  const path = join(await newFolder(), "checks.jsonl");
  const subject = { policy: "tags", caller: "ci", clouds: ["aws", "alibaba"] };
  const first = await openCheckHistory({ path, now });
  expect(first.of(subject)).toEqual([]);
  for (let resources = 1; resources <= 61; resources += 1) await first.keep(subject, checked(resources));
  await first.close();

  const next = await openCheckHistory({ path, now });
  await next.keep({ ...subject, kinds: ["key"] }, checked(7));
  expect(sizesOf(next, { ...subject, clouds: ["alibaba", "aws"] })).toEqual(
    Array.from({ length: 60 }, (_, index) => index + 2),
  );
  expect(next.of({ ...subject, kinds: ["key"] })).toEqual([checked(7)]);
  for (const other of [{ caller: "shop" }, { policy: "others" }, { clouds: undefined }])
    expect(next.of({ ...subject, ...other })).toEqual([]);
  await next.close();

  await appendFile(path, '{"type":"checked"}\n');
  await expect(openCheckHistory({ path, now })).rejects.toMatchObject({ code: "configuration" });
});

test("a large file is put aside and its trends continue, until it is moved away", async () => {
  const folder = await newFolder();
  const file = { path: join(folder, "checks.jsonl"), now, mostBytes: 800 };
  const subject = { policy: "tags", caller: "ci" };
  for (const resources of [1, 2, 3]) {
    const history = await openCheckHistory(file);
    await history.keep(subject, checked(resources));
    await history.close();
  }
  const next = await openCheckHistory(file);
  expect(sizesOf(next, subject)).toEqual([1, 2, 3]);
  await next.close();
  await rm(join(folder, "checks-000001.jsonl"));
  const last = await openCheckHistory({ ...file, mostBytes: undefined });
  expect(sizesOf(last, subject)).toEqual([3]);
  await last.close();
});

test("the subjects that were checked longest ago are forgotten first", async () => {
  const history = await openCheckHistory({ path: join(await newFolder(), "checks.jsonl"), now, mostSubjects: 2 });
  for (const policy of ["a", "b", "a", "c"]) await history.keep({ policy, caller: "ci" }, checked(1));
  expect(["a", "b", "c"].map((policy) => sizesOf(history, { policy, caller: "ci" }))).toEqual([[1, 1], [], [1]]);
  await history.close();
});

test("a check that could not be kept is the only one that is not", async () => {
  const path = join(await newFolder(), "checks.jsonl");
  const subject = { policy: "tags", caller: "ci" };
  const history = await openCheckHistory({ path, now });
  await history.keep(subject, checked(1));
  // The journal's lock is gone with its file, as a person can remove it: the write is refused.
  await rm(`${path}.lock`, { recursive: true });
  await history.keep(subject, checked(2));
  await history.keep(subject, checked(3));
  expect(sizesOf(history, subject)).toEqual([1, 2, 3]);
  await history.close();
});
