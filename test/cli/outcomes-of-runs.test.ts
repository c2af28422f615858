import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

/** A tag value, which a plan and its journal hold and no message may. */
const CANARY = "canary-value-51ce";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

interface Outcome {
  readonly reference: string;
  readonly status: string;
}

test("every outcome is reported once, as a line, in the report, and by runs; secrets and values nowhere", async () => {
  const { aws, alibaba } = scene.clouds;
  const good = [...aws.keys.addMany(3), ...alibaba.keys.addMany(3)].map(({ arn }) => arn);
  const bad = aws.keys.createKey().arn;
  await writeFile(
    join(scene.directory, "crosstag-tags.yaml"),
    `version: 1\nstatements:\n  - select: { kinds: [key] }\n    set: { owner: ${CANARY} }\n`,
  );
  const said: string[] = [];
  const run = async (commandLine: readonly string[], exitCode: number) => {
    const result = await scene.run(commandLine);
    expectExit(result, exitCode);
    said.push(result.stderr);
    return result.stdout;
  };

  await run(["plan", "--out", "plan.json"], 0);
  // In the plan, and about to go when it is applied.
  aws.keys.setState(bad, "PendingDeletion");
  const applied = await run(["apply", "plan.json", "--output", "jsonl", "--report", "junit=run.xml", "--verbose"], 3);
  const lines = applied
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Partial<Outcome> & { counts?: Readonly<Record<string, number>> });
  const outcomes = lines.slice(0, -1) as readonly Outcome[];
  const expected = [...good.map((arn) => `${arn} changed`), `${bad} failed`];
  expect(outcomes.map(({ reference, status }) => `${reference} ${status}`).toSorted()).toEqual(expected.toSorted());
  expect(lines.at(-1)?.counts).toMatchObject({ changed: 6, failed: 1, unknown: 0 });

  const report = await readFile(join(scene.directory, "run.xml"), "utf8");
  expect(report).toContain('tests="7" failures="1" errors="0" skipped="0"');
  expect(report.match(/<testcase /g)).toHaveLength(7);
  expect(report.match(/<failure /g)).toHaveLength(1);

  const listed = JSON.parse(await run(["runs", "--output", "json"], 0)) as { runs: unknown[] };
  expect(listed.runs).toMatchObject([{ ended: "complete", changes: 7, counts: { changed: 6, failed: 1 } }]);
  const shown = await run(["runs", "show", "latest", "--output", "jsonl"], 0);
  const recorded = shown
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Outcome);
  expect(recorded.map(({ reference, status }) => `${reference} ${status}`).toSorted()).toEqual(expected.toSorted());
  const verified = JSON.parse(await run(["runs", "verify", "latest", "--output", "json"], 0)) as object;
  expect(verified).toMatchObject({ records: 16, byType: { run: 1, intent: 7, outcome: 7, end: 1 }, torn: false });
  await run(["resume", "latest"], 3);
  await run(["undo", "latest", "--yes"], 0);

  expect(said.join("\n")).not.toContain(CANARY);
  const secrets = Object.entries(scene.environment).filter(([name]) => /SECRET/.test(name) && !/ENDPOINT/.test(name));
  expect(secrets).not.toEqual([]);
  const files = await readdir(scene.directory, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), "utf8")),
  );
  for (const [, secret] of secrets) for (const text of [...texts, ...said]) expect(text).not.toContain(secret);
});

test("a resumed run that stops early still shows what failed before, in the report and by runs, and ends with 3", async () => {
  const { keys } = scene.clouds.aws;
  const bad = keys.addMany(3).map(({ arn }) => arn);
  await writeFile(
    join(scene.directory, "crosstag-tags.yaml"),
    `version: 1\nstatements:\n  - select: { references: [${bad.join(", ")}] }\n    set: { stage: live }\n`,
  );
  expectExit(await scene.run(["plan", "--out", "failing.json"]), 0);
  for (const arn of bad) keys.setState(arn, "PendingDeletion");
  const applied = await scene.run(["apply", "failing.json", "--report", "junit=failing.xml"]);
  expectExit(applied, 3);
  for (const arn of bad) keys.setState(arn, "Enabled");

  const resumed = await scene.run(["resume", "latest", "--limit", "1", "--report", "junit=failing.xml"]);
  expectExit(resumed, 3);
  expect(resumed.stdout).toContain("3 resources: 1 changed, 0 unchanged, 0 skipped, 2 failed, 0 unknown.");
  expect(resumed.stdout).not.toContain("not-started");
  expect(resumed.stdout).toContain("Failed, ");
  expect(resumed.stderr).toContain("The run stopped at --limit.");
  const report = await readFile(join(scene.directory, "failing.xml"), "utf8");
  expect(report).toContain('tests="3" failures="2" errors="0" skipped="0"');
  expect(report.match(/<testcase /g)).toHaveLength(3);
  expect(report.match(/<failure /g)).toHaveLength(2);
  const listed = JSON.parse((await scene.run(["runs", "--output", "json"])).stdout) as { runs: unknown[] };
  expect(listed.runs[0]).toMatchObject({ ended: "limit", counts: { changed: 1, failed: 2, skipped: 0 } });

  expectExit(await scene.run(["resume", "latest"]), 0);
});

test("a resume reads back what the run could not, writes nothing, and ends well once it shows", async () => {
  const { aws } = scene.clouds;
  const tagged = aws.keys.addMany(3).map(({ arn }) => arn);
  await writeFile(
    join(scene.directory, "crosstag-tags.yaml"),
    `version: 1\nstatements:\n  - select: { references: [${tagged.join(", ")}] }\n    set: { seen: later }\n`,
  );
  expectExit(await scene.run(["plan", "--out", "unread.json"]), 0);
  // Once a key has the tag, its tags cannot be read.
  const allow = aws.after("ListResourceTags", (answer) =>
    answer.body.includes("later")
      ? { ...answer, status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message: "denied" }) }
      : answer,
  );
  const applied = await scene.run(["apply", "unread.json"]);
  expectExit(applied, 3);
  expect(applied.stdout).toContain("Changed, but not read back, access-denied: 3 resources");
  expect(applied.stderr).toMatch(/To read the tags again: crosstag resume \S+\n/);
  const show = async () => (await scene.run(["runs", "show", "latest"])).stdout;
  expect(await show()).toMatch(/could not be read afterwards\.\n {2}To read the tags again: crosstag resume \S+\n/);

  const unread = await scene.run(["resume", "latest"]);
  expectExit(unread, 3);
  expect(unread.stderr).toContain("3 changes could not be read back, or did not show: they are read again.\n");
  expect(unread.stdout).toContain("Changed, but not read back, access-denied: 3 resources");
  allow();
  const before = aws.requests.entries.length;
  const read = await scene.run(["resume", "latest"]);
  expectExit(read, 0);
  expect(read.stdout).toMatch(
    /^3 resources: 3 changed, 0 unchanged, 0 skipped, 0 failed, 0 unknown\.\nCalls: 3 readTags; 0 throttled; \S+ s\.$/,
  );
  const sent = aws.requests.entries.slice(before).map(({ operation }) => operation);
  expect(sent.filter((operation) => operation !== "GetCallerIdentity")).toEqual(Array(3).fill("ListResourceTags"));
  expect(await show()).not.toContain("Changed, but");
  expectExit(await scene.run(["runs", "verify", "latest"]), 0);
  expect((await scene.run(["resume", "latest"])).stderr).toMatch(/^Nothing to resume: the run \S+ is complete\.$/);
});
