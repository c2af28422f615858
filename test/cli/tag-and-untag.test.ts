import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

test("one call tags keys and secrets of both clouds, and answers for each in the order given", async () => {
  const { aws, alibaba } = scene.clouds;
  const [first, second] = [alibaba.keys.createKey(), aws.keys.createKey({ tags: { team: "old", keep: "this" } })];
  const secret = alibaba.secrets.createSecret("tagged");
  const references = [first.arn, second.arn, secret.arn];
  const result = await scene.run([
    "tag",
    ...references,
    "--set",
    "team=payments",
    "--set",
    "Key=stage,Value=production",
    "--output",
    "json",
  ]);
  expectExit(result, 0);
  const document = JSON.parse(result.stdout) as { outcomes: { resource: string; status: string }[]; counts: object };
  expect(document.outcomes.map(({ resource, status }) => [resource, status])).toEqual(
    references.map((reference) => [reference, "changed"]),
  );
  expect(document.counts).toMatchObject({ changed: 3, failed: 0 });
  expect(alibaba.keys.tagsOf(first.arn)).toEqual({ team: "payments", stage: "production" });
  expect(aws.keys.tagsOf(second.arn)).toEqual({ team: "payments", stage: "production", keep: "this" });
  expect(alibaba.secrets.tagsOf(secret.arn)).toEqual({ team: "payments", stage: "production" });

  const again = await scene.run(["tag", ...references, "--set", "team=payments", "--output", "jsonl"]);
  expectExit(again, 0);
  expect(again.stdout.split("\n").map((line) => (JSON.parse(line) as { status: string }).status)).toEqual([
    "unchanged",
    "unchanged",
    "unchanged",
  ]);
});

test("what list prints is what tag takes, also as a program of Windows saves it", async () => {
  const { aws, alibaba } = scene.clouds;
  const references = [aws.keys.createKey().arn, alibaba.keys.createKey().arn];
  for (const form of ["json", "jsonl"]) {
    const listed = await scene.run(["list", ...references, "--output", form]);
    expectExit(listed, 0);
    const tagged = await scene.run(["tag", "--resources", "-", "--set", `from=${form}`, "--output", "json"], {
      input: listed.stdout,
    });
    expectExit(tagged, 0);
    expect(JSON.parse(tagged.stdout)).toMatchObject({ counts: { changed: 2 } });
    const untagged = await scene.run(["untag", "--resources", "-", "--key", "from"], { input: tagged.stdout });
    expectExit(untagged, 0);
  }
  await writeFile(
    join(scene.directory, "keys.csv"),
    Buffer.from(`\uFEFFsep=;\r\nname;arn\r\nx;${references[0]}\r\n`, "utf16le"),
  );
  expectExit(await scene.run(["tag", "--resources", "keys.csv", "--set", "from=excel"]), 0);
  expect(aws.keys.tagsOf(references[0] ?? "")).toEqual({ from: "excel" });
});

test("tags that are set and removed in one command are read twice, and keys that are absent are not removed", async () => {
  const { aws } = scene.clouds;
  const { arn } = aws.keys.createKey({ tags: { stage: "test", team: "old" } });
  const { arn: bare } = aws.keys.createKey({ tags: { a: "1" } });
  const before = [aws.requests.count("ListResourceTags"), aws.requests.count("UntagResource")] as const;
  const result = await scene.run(["tag", arn, bare, "a=1", "stage-", "--output", "json"]);
  expectExit(result, 0);
  const { outcomes, calls } = JSON.parse(result.stdout) as { outcomes: object[]; calls: object };
  expect(outcomes).toMatchObject([
    { reference: arn, status: "changed" },
    { reference: bare, status: "unchanged" },
  ]);
  expect(outcomes[0]).not.toHaveProperty("read");
  expect(calls).toEqual({ readTags: 4, writeTags: 1, removeTags: 1 });
  expect(aws.requests.count("ListResourceTags") - before[0]).toBe(4);
  expect(aws.requests.count("UntagResource") - before[1]).toBe(1);
  expect([aws.keys.tagsOf(arn), aws.keys.tagsOf(bare)]).toEqual([{ team: "old", a: "1" }, { a: "1" }]);
});

test("a dry run reads, says which keys would change, and writes nothing", async () => {
  const { aws } = scene.clouds;
  const { arn } = aws.keys.createKey({ tags: { team: "old" } });
  const result = await scene.run(["tag", arn, "--set", "team=canary-7c2e", "--dry-run"]);
  expect(result).toMatchObject({ exitCode: 0 });
  expect(result.stdout).toMatch(/^OUTCOME .*\nwould change {2}\S+ {2}would set team$/);
  expect(result.stderr).toContain("1 would change. Calls: 1 readTags.");
  expect(`${result.stdout}${result.stderr}`).not.toContain("canary-7c2e");
  expect(aws.keys.tagsOf(arn)).toEqual({ team: "old" });
});

test("a reserved tag is refused before a call, with every violation at once; --reserved skip leaves it out", async () => {
  const { aws, alibaba } = scene.clouds;
  const references = [aws.keys.createKey().arn, alibaba.keys.createKey().arn];
  const before = scene.requests();
  const refused = await scene.run([
    "tag",
    ...references,
    "--set",
    "aws:team=a",
    "--set",
    "acs:team=b",
    "--set",
    "owner=Zoë",
  ]);
  expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
  for (const part of ["Nothing was sent", '"aws:team"', '"acs:team"', "“ë” (U+00EB)"])
    expect(refused.stderr).toContain(part);
  expect(scene.requests()).toBe(before);

  const skipped = await scene.run([
    "tag",
    references[1] ?? "",
    "--set",
    "acs:team=b",
    "--set",
    "team=c",
    "--reserved",
    "skip",
  ]);
  expectExit(skipped, 0);
  expect(skipped.stderr).toContain("warning:");
  expect(alibaba.keys.tagsOf(references[1] ?? "")).toEqual({ team: "c" });
});

test("--portable-to checks the tags against the rules of clouds that are not called", async () => {
  const { arn } = scene.clouds.aws.keys.createKey();
  const commandLine = ["tag", arn, "--set", "owner=Zoë"];
  const refused = await scene.run([...commandLine, "--portable-to", "alibaba"]);
  expectExit(refused, 2);
  expect(scene.clouds.aws.keys.tagsOf(arn)).toEqual({});
  expect((await scene.run(commandLine)).exitCode).toBe(0);
  expect(scene.clouds.aws.keys.tagsOf(arn)).toEqual({ owner: "Zoë" });
});

test("one unknown resource fails alone: exit 3, the others are done, and the output says which", async () => {
  const { alibaba } = scene.clouds;
  const good = alibaba.keys.addMany(4).map(({ arn }) => arn);
  const unknown = good[0]?.replace(/[^/]+$/, "key-00000000000000000000") ?? "";
  const result = await scene.run(["untag", ...good, unknown, "--key", "team"]);
  expectExit(result, 3);
  expect(result.stdout.match(/^changed|^unchanged/gm)).toHaveLength(4);
  expect(result.stdout).toMatch(new RegExp(`^failed +${unknown} .*not-found`, "m"));
});

test("list feeds tag through a pipe", async () => {
  const { alibaba } = scene.clouds;
  const listed = await scene.run(["list", "--cloud", "alibaba", "--kind", "secret", "--output", "jsonl"]);
  expectExit(listed, 0);
  const result = await scene.run(["tag", "--resources", "-", "--set", "piped=yes", "--quiet"], {
    input: listed.stdout,
  });
  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
  for (const { name } of alibaba.secrets.list()) expect(alibaba.secrets.tagsOf(name)).toMatchObject({ piped: "yes" });
});

test("untagging 120 Alibaba keys takes three calls, and 3 AWS keys three", async () => {
  const { aws, alibaba } = scene.clouds;
  const tags = { team: "a", stage: "b", keep: "c" };
  const keys = [...alibaba.keys.addMany(120, { tags }), ...aws.keys.addMany(3, { tags })];
  alibaba.requests.clear();
  aws.requests.clear();
  const input = keys.map(({ arn }) => arn).join("\n");
  const result = await scene.run(["untag", "--resources", "-", "--key", "team", "--key", "stage", "--output", "json"], {
    input,
  });
  expectExit(result, 0);
  expect((JSON.parse(result.stdout) as { counts: object }).counts).toMatchObject({ changed: 123 });
  expect(alibaba.requests.count("UntagResources")).toBe(3);
  expect(aws.requests.count("UntagResource")).toBe(3);
  for (const { arn } of keys) expect((arn.startsWith("acs:") ? alibaba : aws).keys.tagsOf(arn)).toEqual({ keep: "c" });
});

test("--all takes every tag away, and only when it is said", async () => {
  const { aws, alibaba } = scene.clouds;
  const keys = [aws.keys.createKey({ tags: { a: "1", b: "2" } }), alibaba.keys.createKey({ tags: { a: "1", b: "2" } })];
  const result = await scene.run(["untag", ...keys.map(({ arn }) => arn), "--all"]);
  expectExit(result, 0);
  expect(aws.keys.tagsOf(keys[0]?.arn ?? "")).toEqual({});
  expect(alibaba.keys.tagsOf(keys[1]?.arn ?? "")).toEqual({});
});
