import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

const DESIRED = "version: 1\nstatements:\n  - select: { kinds: [key] }\n    set: { stage: live }\n";

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
  scene.clouds.aws.keys.addMany(30);
  scene.clouds.alibaba.keys.addMany(10);
  await writeFile(join(scene.directory, "crosstag-tags.yaml"), DESIRED);
});

afterEach(() => scene.close());

/** A session of AWS that ends after so many calls, as the environment has it. */
function awsSession(id: string, expiresAfterCalls: number): Readonly<Record<string, string>> {
  scene.clouds.aws.addCredentials({
    accessKeyId: id,
    secretAccessKey: "s",
    sessionToken: "t",
    expiresAfterCalls,
  });
  return { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" };
}

test("a run whose session ends says so, continues with the other cloud, and is resumed with a new session", async () => {
  expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
  const applied = await scene.run(["apply", "plan.json", "--progress", "off"], {
    environment: awsSession("ended", 40),
  });
  expectExit(applied, 3);
  expect(applied.stdout).toContain("Skipped, not-started");
  expect(applied.stderr).toContain("The run stopped early because a cloud does not accept the credentials.");
  expect(applied.stderr).toMatch(
    /aws.*us-east-1: The session has expired\. \[unauthenticated, ExpiredTokenException\]/,
  );
  expect(applied.stderr).toContain("Renew it: set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN");
  expect(applied.stderr).toMatch(/When the credentials are renewed: crosstag resume \S+/);
  const refused = scene.clouds.aws.requests.entries.filter(({ errorCode }) => errorCode === "ExpiredTokenException");
  expect(refused.length).toBeLessThanOrEqual(32);

  const shown = await scene.run(["runs", "show", "latest"]);
  expectExit(shown, 0);
  expect(shown.stdout).toContain(": stopped (credentials).");
  expect(shown.stdout).toMatch(/us-east-1: The session has expired\./);
  expect((await scene.run(["runs"])).stdout).toContain("credentials");

  const resumed = await scene.run(["resume", "latest", "--progress", "off", "--output", "json"]);
  expectExit(resumed, 0);
  expect(JSON.parse(resumed.stdout)).toMatchObject({ ended: "complete", counts: { changed: 40 } });
});

test("an undo with one cloud refused undoes the other, names the rest, and is continued by the same command", async () => {
  expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
  expectExit(await scene.run(["apply", "plan.json", "--progress", "off"]), 0);
  const environment = awsSession("ended", 0);
  const undone = await scene.run(["undo", "latest", "--yes", "--progress", "off"], { environment });
  expectExit(undone, 3);
  expect(undone.stdout).toContain("Unreadable, unauthenticated");
  expect(undone.stdout).toContain("10 resources: 10 changed");
  const again = /When the cause is fixed: crosstag undo (\S+)/.exec(undone.stderr)?.[1] ?? "";
  expect(undone.stderr).toContain("30 resources could not be read and are not undone.");
  // Not "latest": that is the undo now.
  expect(again).toMatch(/^\d/);
  const rest = await scene.run(["undo", again, "--yes", "--progress", "off", "--output", "json"]);
  expectExit(rest, 0);
  expect(JSON.parse(rest.stdout)).toMatchObject({ ended: "complete", counts: { changed: 30 } });

  const refused = await scene.run(["undo", again, "--cloud", "aws", "--yes"], { environment });
  expect(refused.exitCode).toBe(1);
});

test.each(["list", "tag", "untag"])("%s stops asking a cloud whose session has ended", async (command) => {
  const keys = scene.clouds.aws.keys.addMany(1_000).map(({ arn }) => arn);
  const options = { list: [], tag: ["--set", "a=1"], untag: ["--key", "a"] }[command] ?? [];
  const { exitCode, stdout } = await scene.run([command, "--resources", "-", ...options, "--output", "json"], {
    input: keys.join("\n"),
    environment: awsSession("ended", 40),
  });
  expect(exitCode).toBe(3);
  expect(stdout).toContain("The session has expired.");
  const refused = scene.clouds.aws.requests.entries.filter(({ errorCode }) => errorCode === "ExpiredTokenException");
  // 64 calls in flight of each operation: reading tags, confirming that a key without tags exists, and writing.
  expect(refused.length).toBeLessThanOrEqual(3 * 64);
});

test("a run of an account that its cloud no longer serves stops there, continues elsewhere, and is resumed", async () => {
  expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
  const { alibaba, aws } = scene.clouds;
  const serveAgain = [
    alibaba.after("*", (answer) => ({
      ...answer,
      status: 403,
      body: JSON.stringify({ Code: "Forbidden.InDebt", Message: "overdue", RequestId: "r-1", HostId: "h" }),
    })),
  ];
  const applied = await scene.run(["apply", "plan.json", "--progress", "off"]);
  expectExit(applied, 3);
  expect(applied.stdout).toContain("40 resources: 30 changed");
  expect(applied.stderr).toContain("The run stopped early because a cloud refuses every call of the account.");
  expect(applied.stderr).toMatch(
    /alibaba\S+: Alibaba Cloud has suspended the service, because the account has overdue payments\. \[access-denied, Forbidden\.InDebt\]/,
  );
  expect(applied.stderr).toMatch(/When that is fixed: crosstag resume \S+/);
  expect((await scene.run(["runs", "show", "latest"])).stdout).toContain(": stopped (account-refused).");
  const listed = await scene.run(["list"]);
  expectExit(listed, 3);
  expect(listed.stderr.match(/overdue payments/g)).toHaveLength(1);
  for (const serve of serveAgain) serve();
  expectExit(await scene.run(["resume", "latest", "--progress", "off"]), 0);

  const refuse = aws.after("*", (answer) => ({
    ...answer,
    status: 400,
    body: JSON.stringify({ __type: "OptInRequired", message: "not subscribed" }),
  }));
  const keys = aws.keys.addMany(300).map(({ arn }) => arn);
  const before = aws.requests.entries.length;
  const tagged = await scene.run(["tag", "--set", "a=1", ...keys]);
  refuse();
  expectExit(tagged, 3);
  expect(tagged.stderr.match(/Enable the region for the account/g)).toHaveLength(1);
  expect(tagged.stderr).toContain("Not everything was sent:");
  expect(tagged.stderr).toMatch(
    /aws\S+: The account has no access to AWS KMS in this region\. \[access-denied, OptInRequired\]/,
  );
  expect(tagged.stderr).not.toContain("--no-read-first");
  expect(tagged.stdout.match(/not-started/g)?.length).toBeGreaterThanOrEqual(300 - 64);
  // The calls in flight when the first was refused, and the question for the account.
  expect(aws.requests.entries.length - before).toBeLessThanOrEqual(64 + 1);
});
