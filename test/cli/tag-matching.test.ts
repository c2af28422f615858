import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

test("tag KEY team=payments stage- sets first, removes then, and has one outcome", async () => {
  const { aws } = scene.clouds;
  const { arn } = aws.keys.createKey({ tags: { stage: "test", keep: "x" } });
  const dry = await scene.run(["tag", arn, "team=a=b", "stage-", "--dry-run", "--output", "json"]);
  expectExit(dry, 0);
  expect(JSON.parse(dry.stdout)).toMatchObject({
    outcomes: [{ reference: arn, status: "skipped", change: { set: ["team"], remove: ["stage"] } }],
  });
  const result = await scene.run(["tag", "team=a=b", arn, "stage-", "--output", "json"]);
  expectExit(result, 0);
  expect(JSON.parse(result.stdout)).toMatchObject({
    outcomes: [{ reference: arn, status: "changed", attempts: 2 }],
    counts: { changed: 1 },
    calls: { writeTags: 1, removeTags: 1 },
  });
  expect(aws.keys.tagsOf(arn)).toEqual({ team: "a=b", keep: "x" });
  expectExit(await scene.run(["untag", arn, "team-", "--key", "keep"]), 0);
  expect(aws.keys.tagsOf(arn)).toEqual({});
});

test("a removal that is refused is refused before anything is set", async () => {
  const { aws } = scene.clouds;
  const { arn } = aws.keys.createKey({});
  const result = await scene.run(["tag", arn, "team=payments", "aws:stage-"]);
  expectExit(result, 2);
  expect(aws.keys.tagsOf(arn)).toEqual({});
});

test("mistakes: what to type", async () => {
  const before = scene.requests();
  for (const [commandLine, message] of [
    [["tag", "secret/a=b"], '"secret/a=b" is read as a reference. If it is a tag: --set "secret/a=b"'],
    [["tag", "key-1", "a=1", "a-"], 'The tag key "a" is set and removed.'],
    [["untag", "key-1", "a=1"], "To set it: crosstag tag. To remove it: a-"],
    [["tag", "key-1", "a=1", "--yes"], "--yes is for resources that conditions select."],
    [["tag", "a=1", "--filter", "x", "--portable-to", "aws"], "--portable-to cannot be used together with --filter"],
    [["untag", "a*-", "--filter", "x"], 'The tag key "a*" has a wildcard.'],
    [["tag", "a=1", "a=2", "--filter", "x"], 'The tag key "a" is given twice.'],
  ] as const) {
    const result = await scene.run(commandLine);
    expectExit(result, 64);
    expect(result.stderr).toContain(message);
  }
  expect(scene.requests()).toBe(before);
});

test("a list without a resource does not stand for everything that conditions select", async () => {
  const { aws } = scene.clouds;
  const { arn } = aws.keys.createKey({ tags: { stage: "test" } });
  const before = scene.requests();
  for (const commandLine of [
    ["untag", "stage-", "--kind", "key", "--yes", "--resources", "-"],
    ["tag", "a=1", "--filter", "stage", "--yes", "--resources", "-"],
  ]) {
    const result = await scene.run(commandLine, { input: "[]" });
    expectExit(result, 64);
    expect(result.stderr).toContain("Standard input names no resource.");
  }
  expect(scene.requests()).toBe(before);
  expect(aws.keys.tagsOf(arn)).toEqual({ stage: "test" });
});

test("tag --filter shows how many, needs --yes without a terminal, and can be undone", async () => {
  await using own = await openScene();
  const { aws, alibaba } = own.clouds;
  const keys = [aws.keys.createKey({ tags: { team: "platform" } }), aws.keys.createKey({ tags: { team: "ops" } })];
  const secret = alibaba.secrets.createSecret("database", { team: "platform" });
  const change = ["tag", "--filter", "team=platform", "stage=live", "team-"];
  const asked = await own.run(change);
  expectExit(asked, 4);
  expect(asked.stdout).toContain("Plan: 2 resources to change");
  expect(asked.stderr).toContain("Cannot ask for confirmation: not a terminal. Nothing was changed.");
  expectExit(await own.run([...change, "--dry-run"]), 0);
  expect(aws.keys.tagsOf(keys[0]?.arn ?? "")).toEqual({ team: "platform" });

  const done = await own.run([...change, "--yes"]);
  expectExit(done, 0);
  expect(aws.keys.tagsOf(keys[0]?.arn ?? "")).toEqual({ stage: "live" });
  expect(aws.keys.tagsOf(keys[1]?.arn ?? "")).toEqual({ team: "ops" });
  expect(alibaba.secrets.tagsOf(secret.arn)).toEqual({ stage: "live" });
  expectExit(await own.run(["undo", "latest", "--yes"]), 0);
  expect(alibaba.secrets.tagsOf(secret.arn)).toEqual({ team: "platform" });

  expectExit(await own.run(["untag", "--all", "--missing", "stage", "--kind", "secret", "--yes"]), 0);
  expect(alibaba.secrets.tagsOf(secret.arn)).toEqual({});
  expect(aws.keys.tagsOf(keys[1]?.arn ?? "")).toEqual({ team: "ops" });
});

test("--undoable changes the named resources as a run, without a question, and never more than those", async () => {
  await using own = await openScene();
  const { aws, alibaba } = own.clouds;
  const { arn } = aws.keys.createKey({ tags: { team: "ops", old: "x" } });
  const other = aws.keys.createKey({ tags: { team: "ops", old: "x" } }).arn;
  const secret = alibaba.secrets.createSecret("database", { team: "ops" }).arn;
  const missing = `${arn.slice(0, -4)}ffff`;
  const before = own.requests();
  for (const line of [
    ["tag", "team=a"],
    ["untag", "team-"],
    ["untag", "--all"],
  ])
    expectExit(await own.run([...line, "--undoable"]), 64);
  expectExit(await own.run(["tag", "team=a", "--undoable", "--resources", "-"], { input: "[]" }), 64);
  expect(own.requests()).toBe(before);

  const partly = await own.run(["tag", arn, secret, missing, "team=payments", "old-", "--undoable"]);
  expectExit(partly, 3);
  expect(partly.stdout).toContain(missing);
  expect([arn, other].map((key) => aws.keys.tagsOf(key))).toEqual([{ team: "payments" }, { team: "ops", old: "x" }]);
  expect(alibaba.secrets.tagsOf(secret)).toEqual({ team: "payments" });
  expectExit(await own.run(["undo", "latest", "--yes"]), 0);
  expect(aws.keys.tagsOf(arn)).toEqual({ team: "ops", old: "x" });
  expectExit(await own.run(["untag", secret, "--all", "--undoable", "--output", "json"]), 0);
  expect(alibaba.secrets.tagsOf(secret)).toEqual({});
});

test("a filter that matches nothing changes nothing", async () => {
  const result = await scene.run(["tag", "--filter", "team=nothing", "a=1", "--yes"]);
  expectExit(result, 0);
  expect(result.stdout).toMatch(/^(?:Nothing to change|Plan: 0 resources)/);
});
