import { chown, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runMain } from "./run-main.ts";

/** The id of a user that this machine does not have. */
const STRANGER = 65_533;

test.runIf(process.getuid?.() === 0)("the command refuses a file of another user, unless it is named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-configuration-"));
  const file = join(folder, "crosstag.yaml");
  await writeFile(file, 'clouds:\n  bait: { provider: aws, region: us-east-1, endpoint: "http://127.0.0.1:9" }\n');
  await chown(file, STRANGER, STRANGER);
  const found = await runMain(["list"], { workingDirectory: folder });
  expect(found.exitCode).toBe(1);
  expect(found.stderr).toContain("belongs to another user");
  const named = await runMain(["list", "--config", file], { workingDirectory: folder });
  expect(named.stderr).not.toContain("belongs to another user");
  await rm(folder, { recursive: true, force: true });
});

test("the command refuses a broken symbolic link by its name and target", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-configuration-"));
  const link = join(folder, "crosstag.yaml");
  await symlink("nowhere.yaml", link);
  const listed = await runMain(["list"], { workingDirectory: folder });
  expect(listed.exitCode).toBe(1);
  expect(listed.stderr).toContain(`${JSON.stringify(link)} is a symbolic link to "nowhere.yaml"`);
  await rm(folder, { recursive: true, force: true });
});
