import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkReports } from "../src/runs/write-reports.ts";

test("a report that is a pipe without a reader is refused, and not waited for", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-report-"));
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  await expect(checkReports([{ form: "junit", path }])).rejects.toMatchObject({
    name: "UsageError",
    message: expect.stringContaining("cannot be written") as string,
  });
  await rm(folder, { recursive: true });
});
