import { chown, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCrosstag } from "@crosstag/clouds";
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

test("an endpoint of the environment that an entry of the file would not use is refused, and nothing is sent", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-configuration-"));
  const path = join(folder, "crosstag.yaml");
  const environment = { CROSSTAG_ALIBABA_ENDPOINT: "http://127.0.0.1:9" };
  const listed = async (entry: string, ...flags: readonly string[]) => {
    await writeFile(path, `clouds:\n  china: { provider: alibaba, region: cn-hangzhou${entry} }\n`);
    return runMain(["list", ...flags], { workingDirectory: folder, environment });
  };
  const { exitCode, stderr } = await listed("");
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    "CROSSTAG_ALIBABA_ENDPOINT is set, and clouds.china of the configuration file has no endpoint: its calls would not go to that address. Nothing was sent.",
  );
  expect(stderr).toContain("Add the address to clouds.china as endpoint, or unset CROSSTAG_ALIBABA_ENDPOINT.");
  await expect(openCrosstag({ configurationFile: path, environment })).rejects.toMatchObject({ code: "configuration" });
  const given = [
    await listed(', endpoint: "http://127.0.0.1:1"'),
    await listed("", "--endpoint", "http://127.0.0.1:1"),
  ];
  for (const result of given) expect(JSON.stringify(result)).not.toContain("CROSSTAG_ALIBABA_ENDPOINT is set");
  await rm(folder, { recursive: true, force: true });
});
