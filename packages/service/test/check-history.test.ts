import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openCheckHistory } from "../src/compliance/check-history.ts";

const now = () => new Date("2026-11-30T00:00:00Z");

function checked(resources: number) {
  const results = { compliant: resources, violating: 0, suppressed: 0, "not-applicable": 0, error: 0 };
  return { checkedAt: now().toISOString(), resources, results, findings: { info: 0, warning: 0, error: 0 } };
}

test("checks of the same policy, caller, clouds and kinds are a trend, which the next process continues", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-checks-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "checks.jsonl");
  const subject = { policy: "tags", caller: "ci", clouds: ["aws", "alibaba"] };
  const first = await openCheckHistory(path, now);
  expect(first.of(subject)).toEqual([]);
  for (let resources = 1; resources <= 61; resources += 1) await first.keep(subject, checked(resources));
  await first.close();

  const next = await openCheckHistory(path, now);
  await next.keep({ ...subject, kinds: ["key"] }, checked(7));
  const sizes = next.of({ ...subject, clouds: ["alibaba", "aws"] }).map(({ resources }) => resources);
  expect(sizes).toEqual(Array.from({ length: 60 }, (_, index) => index + 2));
  expect(next.of({ ...subject, kinds: ["key"] })).toEqual([checked(7)]);
  for (const other of [{ caller: "shop" }, { policy: "others" }, { clouds: undefined }])
    expect(next.of({ ...subject, ...other })).toEqual([]);
  await next.close();

  await appendFile(path, '{"type":"checked"}\n');
  await expect(openCheckHistory(path, now)).rejects.toMatchObject({ code: "configuration" });
});
