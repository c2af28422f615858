import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;

/** What spreadsheet programs would calculate, and what CSV and its readers like to lose. */
const HOSTILE = {
  formula: "=1+1",
  at: "@SUM(A1)",
  plus: "+49 30 1234",
  minus: "-1",
  blanks: "  both ends  ",
  empty: "",
  " key with blanks ": "x",
  "=key": "x",
};

beforeAll(async () => {
  scene = await openScene();
  const { aws, alibaba } = scene.clouds;
  aws.keys.createKey({ tags: HOSTILE });
  aws.keys.createKey({});
  alibaba.keys.createKey({ tags: { team: "search", "acs:reserved": "x", back: "a\\b" } });
  alibaba.secrets.createSecret("database", { team: "search" });
});
afterAll(() => scene.close());

const read = (name: string) => readFile(join(scene.directory, name), "utf8");

interface Entry {
  readonly provider: string;
  readonly kind: string;
  readonly reference: string;
  readonly tags: Readonly<Record<string, string>>;
}

test("every resource of every cloud, as JSON lines; tags of the cloud only when asked for", async () => {
  const result = await scene.run(["export"]);
  expectExit(result, 0);
  const entries = result.stdout.split("\n").map((line) => JSON.parse(line) as Entry);
  expect(entries.map(({ provider, kind }) => `${provider} ${kind}`).toSorted()).toEqual([
    "alibaba key",
    "alibaba secret",
    "aws key",
    "aws key",
  ]);
  expect(entries.map(({ tags }) => tags)).toEqual(expect.arrayContaining([HOSTILE, {}]));
  expect(result.stdout).not.toContain("acs:reserved");
  const all = await scene.run(["export", "--cloud", "alibaba", "--kind", "key", "--include-reserved"]);
  expect(JSON.parse(all.stdout)).toMatchObject({ tags: { "acs:reserved": "x" } });
});

test("CSV contains no formulas, and reads back the same as the JSON lines", async () => {
  expectExit(await scene.run(["export", "--out", "all.csv"]), 0);
  expectExit(await scene.run(["export", "--out", "all.jsonl"]), 0);
  for (const name of ["all.csv", "all.jsonl"])
    expect((await stat(join(scene.directory, name))).mode & 0o777).toBe(0o600);
  const csv = await read("all.csv");
  expect(csv.split("\n")[0]).toBe("provider,kind,reference,alias,tag_key,tag_value,error,account,region");
  for (const cell of csv.matchAll(/(?:^|,)"?(?<first>[=+@-])/gm)) throw new Error(`A formula begins: ${cell[0]}`);
  expect(csv).toContain(`"'=1+1"`);
  for (const [left, right] of [
    ["all.csv", "all.jsonl"],
    ["all.jsonl", "all.csv"],
  ] as const)
    expectExit(await scene.run(["diff", left, right]), 0);
  expect(await readdir(scene.directory)).not.toContainEqual(expect.stringContaining(".part"));
});

test("--out replaces an earlier inventory or an empty file, and nothing else", async () => {
  const path = (name: string) => join(scene.directory, name);
  await writeFile(path("empty.csv"), "");
  await writeFile(path("excel.csv"), Buffer.from("\uFEFFsep=;\r\nprovider;reference;tag_key\r\n", "utf16le"));
  await symlink("excel.csv", path("link.csv"));
  for (const name of ["empty.csv", "link.csv", "empty.csv"]) expectExit(await scene.run(["export", "--out", name]), 0);
  expect(await read("excel.csv")).toContain("provider,kind,reference");
  await writeFile(path("notes.csv"), "name,reference\n");
  await writeFile(path("tags.jsonl"), '{"version":1}\n');
  execFileSync("mkfifo", [path("pipe")]);
  const before = scene.requests();
  for (const name of ["notes.csv", "tags.jsonl", "pipe", "/dev/null"]) {
    const refused = await scene.run(["export", "--out", name]);
    expectExit(refused, 64);
    expect(refused.stderr).toContain(`error: "${name}" is not `);
    expect(refused.stderr).toContain("Name another file, or remove this one.");
  }
  expect(scene.requests()).toBe(before);
  expect([await read("notes.csv"), await read("tags.jsonl")]).toEqual(["name,reference\n", '{"version":1}\n']);
});

test("a cloud compared with an earlier inventory: added, changed and removed tags and resources", async () => {
  const { alibaba } = scene.clouds;
  expectExit(await scene.run(["export", "--cloud", "alibaba", "--out", "before.jsonl"]), 0);
  expectExit(await scene.run(["diff", "before.jsonl", "alibaba"]), 0);
  const secret = "acs:kms:cn-hangzhou:1234567890123456:secret/database";
  expectExit(await scene.run(["tag", secret, "--set", "team=payments", "--set", "stage=test"]), 0);
  const { arn } = alibaba.keys.createKey({});
  const told = await scene.run(["diff", "before.jsonl", "alibaba"]);
  expectExit(told, 2);
  expect(told.stdout).toBe(
    [secret, "  + stage = test", "  ~ team: search → payments", `+ ${arn}: only in alibaba`].join("\n"),
  );
  const lines = await scene.run(["diff", "alibaba", "before.jsonl", "--output", "jsonl"]);
  expectExit(lines, 2);
  expect(lines.stdout.split("\n").map((line) => JSON.parse(line) as object)).toEqual(
    expect.arrayContaining([
      {
        reference: secret,
        difference: "tags",
        added: {},
        changed: { team: { from: "payments", to: "search" } },
        removed: { stage: "test" },
      },
      { reference: arn, difference: "only-left" },
    ]),
  );
});

test("a resource that cannot be read is in the inventory with its error: exit 3", async () => {
  const unknown = "acs:kms:cn-hangzhou:1234567890123456:key/key-00000000000000000000";
  const result = await scene.run(["export", unknown, "--out", "unknown.csv"]);
  expectExit(result, 3);
  const again = await scene.run(["diff", "unknown.csv", "unknown.csv"]);
  expectExit(again, 3);
  expect(again.stdout).toContain("could not be read in unknown.csv (not-found)");
});

test("problems of an inventory are reported line by line, without values", async () => {
  const line = JSON.stringify({ provider: "aws", kind: "key", reference: "arn:x", tags: { a: 5 } });
  await writeFile(join(scene.directory, "broken.jsonl"), `${line}\nnonsense canary-5a1f\n`);
  const result = await scene.run(["diff", "broken.jsonl", "aws"]);
  expectExit(result, 1);
  expect(result.stderr).toContain('broken.jsonl:1: This line has a value of the tag "a" that is not a string.');
  expect(result.stderr).toContain("broken.jsonl:2: This line is not a JSON object.");
  expect(result.stderr).not.toContain("canary");
});

test("a kind that cannot be listed is named, and what can be read is compared: exit 3", async () => {
  const { alibaba } = scene.clouds;
  expectExit(await scene.run(["export", "--cloud", "alibaba", "--out", "complete.jsonl"]), 0);
  const secret = "acs:kms:cn-hangzhou:1234567890123456:secret/database";
  const { arn } = alibaba.keys.createKey({});
  const denied = JSON.stringify({ Code: "Forbidden.NoPermission", Message: "denied", RequestId: "r-1", HostId: "h" });
  const allow = alibaba.after("ListSecrets", (answer) => ({ ...answer, status: 403, body: denied }));
  const told = await scene.run(["diff", "complete.jsonl", "alibaba"]);
  const lines = await scene.run(["diff", "alibaba", "complete.jsonl", "--output", "jsonl"]);
  const document = await scene.run(["diff", "alibaba", "alibaba", "--output", "json"]);
  allow();
  expectExit(told, 3);
  expect(told.stdout.split("\n").toSorted()).toEqual([
    `+ ${arn}: only in alibaba`,
    `? ${secret}: could not be read in alibaba (access-denied)`,
  ]);
  expect(told.stderr).toContain('There may be more: the secrets of "alibaba" (alibaba, cn-hangzhou)');
  expectExit(lines, 3);
  expect(lines.stdout.split("\n").map((line) => JSON.parse(line) as object)).toEqual(
    expect.arrayContaining([
      { reference: arn, difference: "only-left" },
      { reference: secret, difference: "unreadable", side: "left", error: "access-denied" },
      expect.objectContaining({ cloud: "alibaba", kind: "secret" }),
    ]),
  );
  expectExit(document, 3);
  expect(JSON.parse(document.stdout)).toMatchObject({
    differences: [],
    unlisted: [
      { cloud: "alibaba", kind: "secret" },
      { cloud: "alibaba", kind: "secret" },
    ],
  });
  expect(document.stderr).toContain("No difference between the resources that could be listed.");
});

test("a side that cannot be read is named", async () => {
  const environment = { AWS_SECRET_ACCESS_KEY: "of-another-account" };
  for (const command of [
    ["diff", "aws", "alibaba"],
    ["migrate", "--from", "aws", "--to", "alibaba"],
  ]) {
    const result = await scene.run(command, { environment });
    expectExit(result, 1);
    expect(result.stderr).toContain(
      'error: "aws" could not be read: AWS does not accept the signature of the request.',
    );
  }
});

test("a file that cannot be written is a usage error that names it, and leaves no draft", async () => {
  await mkdir(join(scene.directory, "taken"));
  await writeFile(join(scene.directory, "reversible.yaml"), "version: 1\nkeys: { rename: { a: b } }\n");
  for (const commandLine of [
    ["export", "--out", "taken"],
    ["migrate", "--reverse", "--map", "reversible.yaml", "--out", "taken"],
    ["portability", "owner=Zoë", "--suggest", "taken"],
  ]) {
    const { exitCode, stderr } = await scene.run(commandLine);
    expect({ commandLine, exitCode }).toEqual({ commandLine, exitCode: 64 });
    expect(stderr).toContain('The file "taken" cannot be written: ');
    expect(stderr).toContain("\n  Name a file in a writable directory.");
  }
  expect((await readdir(scene.directory)).filter((name) => name.endsWith(".part"))).toEqual([]);
});
