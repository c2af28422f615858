import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { expectExit, resultOf } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

const CANARY = "canary-value-7f3a";

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(scene.directory, name), text);
}

/** Keys of both clouds with an owner under its old name, and a file that renames it. */
async function prepare(
  keys: number,
): Promise<{ readonly aws: readonly string[]; readonly alibaba: readonly string[] }> {
  const tags = { Owner: CANARY };
  const aws = scene.clouds.aws.keys.addMany(keys, { tags }).map(({ arn }) => arn);
  const alibaba = scene.clouds.alibaba.keys.addMany(keys, { tags }).map(({ arn }) => arn);
  await write(
    "crosstag-tags.yaml",
    `version: 1\nstatements:\n  - select: {}\n    rename: { Owner: owner }\n    set: { stage: ${CANARY} }\n`,
  );
  return { aws, alibaba };
}

const RENAMED = { owner: CANARY, stage: CANARY };

async function latestJournal(): Promise<string> {
  const runs = join(scene.directory, ".local/state/crosstag/runs");
  const [newest] = (await readdir(runs)).toSorted().toReversed();
  return join(runs, newest ?? "", "journal.jsonl");
}

describe("plan", () => {
  test("shows the same from its file as when it was made, reports by exit code, and writes nothing to a cloud", async () => {
    const { aws } = await prepare(3);
    const made = await scene.run(["plan", "--out", "plan.json"]);
    expectExit(made, 0);
    expect(made.stdout).toContain(
      `Same changes: 6 resources\n  + owner = ${CANARY}\n  + stage = ${CANARY}\n  - Owner (was ${CANARY})\n    ${aws[0]}\n`,
    );
    expect(made.stdout).toContain("Plan: 6 resources to change (12 tags to add, 0 to change, 6 to remove)");
    expect(made.stdout).toContain("aws/111122223333/us-east-1: 3 TagResource calls at 10/s: at least 0.3 s.");
    const shown = await scene.run(["plan", "plan.json"]);
    expect(shown).toMatchObject({ exitCode: 0, stdout: made.stdout });
    expectExit(await scene.run(["plan", "--detailed-exitcode"]), 2);
    expect(scene.clouds.aws.requests.count("TagResource")).toBe(0);
    expect(scene.clouds.alibaba.requests.count("TagResources")).toBe(0);
    await write("crosstag-tags.yaml", "version: 1\nstatements: [{ select: {}, remove: [nothing] }]\n");
    const none = await scene.run(["plan", "--detailed-exitcode"]);
    expectExit(none, 0);
    expect(none.stdout).toContain("Nothing to change");
  });

  test("refuses a file with every problem at its line and column, and says nothing of values", async () => {
    await write(
      "crosstag-tags.yaml",
      `version: 1\nstatements:\n  - select: {}\n    set: { "aws:x": a, ok: "${CANARY}é" }\n    remove: ["acs:y"]\n`,
    );
    const refused = await scene.run(["plan"]);
    expectExit(refused, 2);
    expect(refused.stderr).toMatch(/crosstag-tags\.yaml:4:\d+: The key of tag "aws:x"/);
    expect(refused.stderr).toMatch(/crosstag-tags\.yaml:4:\d+: The value of tag "ok"/);
    expect(refused.stderr).toContain('crosstag-tags.yaml:5:14: The tag key "acs:y"');
    expect(refused.stderr).not.toContain(CANARY);
    expect(scene.requests()).toBe(0);
    await write("crosstag-tags.yaml", "version: 1\nstatements:\n  - select: {}\n    sett: { a: b }\n");
    const unknown = await scene.run(["plan"]);
    expectExit(unknown, 1);
    expect(unknown.stderr).toContain('crosstag-tags.yaml:4:5: The key "sett" is not known here. Did you mean set?');
  });

  test("selects from a CSV file and from standard input", async () => {
    const { aws, alibaba } = await prepare(2);
    await write("keys.csv", `name,ARN\n"first, of all",${aws[0]}\nsecond,${alibaba[1]}\n`);
    const desired = "version: 1\nstatements: [{ select: { file: keys.csv }, set: { seen: yes-of-course } }]\n";
    await write("from-csv.yaml", desired);
    const planned = await scene.run(["plan", "-f", "from-csv.yaml", "--output", "jsonl"]);
    expectExit(planned, 0);
    const references = planned.stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => (JSON.parse(line) as { reference: string }).reference);
    expect(new Set(references)).toEqual(new Set([aws[0], alibaba[1]]));
    const piped = await scene.run(["plan", "-f", "-", "--output", "json"], { input: desired });
    expectExit(piped, 0);
    expect((JSON.parse(piped.stdout) as { entries: unknown[] }).entries).toHaveLength(2);
  });

  test("warns of tags that policies and programs depend on", async () => {
    const { aws } = await prepare(1);
    scene.clouds.aws.keys.setTags(aws[0] ?? "", { Owner: "x", maid_status: "delete@2026/12/01" });
    const policy = { Statement: [{ Condition: { StringEquals: { "aws:ResourceTag/Owner": "x" } } }] };
    await write("policy.json", JSON.stringify(policy));
    const warned = await scene.run(["plan", "--access-policy", "policy.json"]);
    expectExit(warned, 0);
    expect(warned.stdout + warned.stderr).toMatch(/A policy refers to the tag key "Owner", which would be removed/);
    await write("drop.yaml", "version: 1\nstatements: [{ select: {}, remove: [maid_status] }]\n");
    const left = await scene.run(["plan", "-f", "drop.yaml"]);
    expect(left.stdout).toContain("drives-software");
    expect(left.stdout).toContain("Nothing to change");
    const allowed = await scene.run(["plan", "-f", "drop.yaml", "--change-software-tags", "--detailed-exitcode"]);
    expectExit(allowed, 2);
  });
});

describe("apply", () => {
  test("makes it so, is empty the next time, and is taken back by undo after a review", async () => {
    const { aws, alibaba } = await prepare(4);
    expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
    const applied = await scene.run(["apply", "plan.json", "--report", "junit=run.xml"]);
    expectExit(applied, 0);
    expect(applied.stdout).toContain("8 resources: 8 changed, 0 unchanged, 0 skipped, 0 failed, 0 unknown.");
    expect(applied.stderr).not.toContain(CANARY);
    for (const arn of aws) expect(scene.clouds.aws.keys.tagsOf(arn)).toEqual(RENAMED);
    for (const arn of alibaba) expect(scene.clouds.alibaba.keys.tagsOf(arn)).toEqual(RENAMED);
    const report = await readFile(join(scene.directory, "run.xml"), "utf8");
    expect(report.match(/<testcase /g)).toHaveLength(8);
    expect(report).toContain('tests="8" failures="0" errors="0" skipped="0"');
    expect(report).not.toContain(CANARY);
    expectExit(await scene.run(["plan", "--detailed-exitcode"]), 0);

    const refused = await scene.run(["undo", "latest", "--no-input"]);
    expectExit(refused, 4);
    expect(refused.stderr).toContain("--yes");
    expectExit(await scene.run(["undo", "latest", "--out", "back.json"]), 0);
    expectExit(await scene.run(["apply", "back.json"]), 0);
    for (const arn of aws) expect(scene.clouds.aws.keys.tagsOf(arn)).toEqual({ Owner: CANARY });
    for (const arn of alibaba) expect(scene.clouds.alibaba.keys.tagsOf(arn)).toEqual({ Owner: CANARY });
    // The undo was a run of its own, and can be taken back, too: by its id, so that a repeated command does not do it.
    const [, id = ""] = /undo (\d{8}-\S+) --yes/.exec((await scene.run(["undo", "latest", "--yes"])).stderr) ?? [];
    expectExit(await scene.run(["undo", id, "--yes"]), 0);
    for (const arn of aws) expect(scene.clouds.aws.keys.tagsOf(arn)).toEqual(RENAMED);
  });

  test("leaves alone by name what has changed since, in the plan's way and on the way back", async () => {
    const { aws } = await prepare(3);
    const [first = "", second = ""] = aws;
    expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
    scene.clouds.aws.keys.setTags(first, { Owner: "another program" });
    const applied = await scene.run(["apply", "plan.json"]);
    expectExit(applied, 3);
    expect(applied.stdout).toContain("changed-since-plan");
    expect(scene.clouds.aws.keys.tagsOf(first)).toEqual({ Owner: "another program" });
    const shown = await scene.run(["runs", "show", "latest"]);
    expect(shown.stdout).toContain(first);
    scene.clouds.aws.keys.setTags(second, { ...RENAMED, owner: "another program" });
    const undone = await scene.run(["undo", "latest", "--yes"]);
    expectExit(undone, 3);
    expect(undone.stdout).toContain("changed-since");
    expect(undone.stdout).toContain(second);
    expect(scene.clouds.aws.keys.tagsOf(second)).toEqual({ ...RENAMED, owner: "another program" });
  });

  test("refuses options and plans that it does not understand, before a run is made", async () => {
    await prepare(1);
    expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
    const before = scene.requests();
    for (const options of [
      ["--limit", "0"],
      ["--max-failures", "many"],
      ["--report", "html"],
      ["--canary", "0"],
    ])
      expectExit(await scene.run(["apply", "plan.json", ...options]), 64);
    const text = await readFile(join(scene.directory, "plan.json"), "utf8");
    await write("tampered.json", text.replace(`"set":{`, `"set":{"more":"x",`));
    const tampered = await scene.run(["apply", "tampered.json"]);
    expectExit(tampered, 1);
    expect(tampered.stderr).toContain("Make the plan again");
    expectExit(await scene.run(["apply", "crosstag-tags.yaml"]), 1);
    expectExit(await scene.run(["apply", "plan.json", "--dry-run"]), 0);
    expect((await scene.run(["runs"])).stderr).toContain("There are no runs in ");
    expect(scene.requests()).toBe(before);
  });

  test("undoing the latest run twice does not make the changes again without a word", async () => {
    const { aws } = await prepare(2);
    expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
    expectExit(await scene.run(["apply", "plan.json"]), 0);
    expectExit(await scene.run(["undo", "latest", "--yes"]), 0);
    const before = aws.map((key) => scene.clouds.aws.keys.tagsOf(key));
    const again = await scene.run(["undo", "latest", "--yes"]);
    expectExit(again, 4);
    const [, id = ""] = /The latest run, (\S+), is the undo of the run \S+\./.exec(again.stderr) ?? [];
    expect(again.stderr).toContain(`To make them again: crosstag undo ${id} --yes.`);
    expect(aws.map((key) => scene.clouds.aws.keys.tagsOf(key))).toEqual(before);
    const shown = await scene.run(["undo", "latest", "--dry-run"]);
    expectExit(shown, 0);
    expect(shown.stderr).toContain(`warning: The latest run, ${id}, is the undo of the run`);
    expectExit(await scene.run(["undo", id, "--yes"]), 0);
    expect(aws.map((key) => scene.clouds.aws.keys.tagsOf(key))).not.toEqual(before);
  });

  test("stops at a limit, and continues from there", async () => {
    const { aws, alibaba } = await prepare(5);
    expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
    const dry = await scene.run(["apply", "plan.json", "--limit", "3", "--dry-run"]);
    expectExit(dry, 0);
    expect(dry.stderr).toContain("With --limit 3, a run would change 3 of 10 resources, and then stop.");
    const shown = await scene.run(["apply", "plan.json", "--limit", "3", "--dry-run", "--expand"]);
    const named = [...aws, ...alibaba].filter((reference) => shown.stdout.includes(reference));
    expect(named).toHaveLength(3);
    const limited = await scene.run(["apply", "plan.json", "--limit", "3"]);
    expectExit(limited, 0);
    expect(limited.stdout).toContain("10 resources: 3 changed, 0 unchanged, 7 skipped");
    expect(limited.stderr).toContain("crosstag resume ");
    const done = [
      ...aws.filter((key) => "stage" in scene.clouds.aws.keys.tagsOf(key)),
      ...alibaba.filter((key) => "stage" in scene.clouds.alibaba.keys.tagsOf(key)),
    ];
    expect(done).toEqual(named);
    const rest = await scene.run(["resume", "latest", "--canary", "2", "--max-failures", "10%"]);
    expectExit(rest, 0);
    expect(rest.stdout).toContain("10 resources: 10 changed");
    expect(rest.stdout).not.toContain("Canary");
    expect(rest.stderr).toContain("Canary: the first 2 of 7 resources, all changed.\n");
    expectExit(await scene.run(["resume", "latest"]), 0);
  });
});

/** In an object: a process is a promise of its own. */
async function begin(keys: number): Promise<{ readonly apply: ReturnType<Scene["start"]> }> {
  expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
  const apply = scene.start(["apply", "plan.json"]);
  const done = () => scene.clouds.aws.requests.count("TagResource");
  while (done() < keys / 4) await sleep(5);
  return { apply };
}

describe("a run that is cut off", () => {
  test("by SIGINT finishes calls in progress, says how to continue, and is resumed without doing anything twice", async () => {
    const { aws } = await prepare(30);
    const { apply } = await begin(30);
    (await apply.nodeChildProcess).kill("SIGINT");
    const stopped = await resultOf(apply);
    expectExit(stopped, 130);
    expect(stopped.stdout).toContain("not-started");
    expect(/crosstag resume (\S+)/.exec(stopped.stderr)?.[1]).toMatch(/^\d{8}-/);
    expectExit(await scene.run(["resume", "latest"]), 0);
    for (const arn of aws) expect(scene.clouds.aws.keys.tagsOf(arn)).toEqual(RENAMED);
    expect(scene.clouds.aws.requests.count("TagResource")).toBe(30);
    expect(scene.clouds.aws.requests.count("UntagResource")).toBe(30);
  });

  test("by SIGKILL is resumed from its journal, and taken back whole", async () => {
    const { aws, alibaba } = await prepare(30);
    const { apply } = await begin(30);
    (await apply.nodeChildProcess).kill("SIGKILL");
    await resultOf(apply);
    expect((await scene.run(["runs"])).stdout).toContain("cut off");
    const resumed = await scene.run(["resume", "latest"]);
    expectExit(resumed, 0);
    expect(resumed.stdout).toContain("60 resources: 60 changed");
    for (const arn of aws) expect(scene.clouds.aws.keys.tagsOf(arn)).toEqual(RENAMED);
    const verified = await scene.run(["runs", "verify", "latest"]);
    expectExit(verified, 0);
    expectExit(await scene.run(["undo", "latest", "--yes"]), 0);
    for (const arn of aws) expect(scene.clouds.aws.keys.tagsOf(arn)).toEqual({ Owner: CANARY });
    for (const arn of alibaba) expect(scene.clouds.alibaba.keys.tagsOf(arn)).toEqual({ Owner: CANARY });
  });
});

test("verify finds a record that was changed, and the run cannot be resumed or undone", async () => {
  await prepare(2);
  expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
  expectExit(await scene.run(["apply", "plan.json"]), 0);
  expectExit(await scene.run(["runs", "verify", "latest"]), 0);
  const journal = await latestJournal();
  const text = await readFile(journal, "utf8");
  await writeFile(journal, text.replace(`"Owner":"${CANARY}"`, `"Owner":"another value"`));
  const verified = await scene.run(["runs", "verify", "latest"]);
  expectExit(verified, 2);
  expect(verified.stderr).toMatch(/[Ll]ine \d+ was changed after it was written/);
  const before = scene.requests();
  expectExit(await scene.run(["undo", "latest", "--yes"]), 1);
  expectExit(await scene.run(["resume", "latest"]), 1);
  expect(scene.requests()).toBe(before);
});
