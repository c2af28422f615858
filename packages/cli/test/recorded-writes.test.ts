import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openEvidenceJournal, readChain } from "@crosstag/core/node";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runMain } from "./run-main.ts";

let clouds: LocalClouds;
let folder: string;
let now = 0;

beforeAll(async () => {
  clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" } });
  folder = await mkdtemp(join(tmpdir(), "crosstag-writes-"));
  // The SDKs read credentials from the environment of the process.
  for (const [name, value] of Object.entries(clouds.environment())) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await clouds.close();
  await rm(folder, { recursive: true, force: true });
});

// A second later for each command.
const later = () => new Date(Date.UTC(2026, 10, 30) + 1_000 * (now += 1));
const run = (line: readonly string[], state = folder, clock = later) =>
  runMain(line, { workingDirectory: folder, environment: { ...process.env, XDG_STATE_HOME: state }, now: clock });
const at = (second: number) => () => new Date(Date.UTC(2027, 0, 1) + 1_000 * second);
const outcome = (reference: string, status: string) => expect.objectContaining({ reference, status });
const writes = join("crosstag", "writes");
const records = async () => {
  const lists = (await readdir(join(folder, writes)).catch((): string[] => [])).toSorted().map(async (name) => {
    const { records: found, problem } = readChain(await readFile(join(folder, writes, name), "utf8"));
    return problem ?? found.map(({ sequence: _s, previous: _p, hash: _h, at: _at, ...fields }) => fields);
  });
  return Promise.all(lists);
};

test("what tag and untag do to resources that were named is recorded before and after, without values", async () => {
  const [one, other] = clouds.aws.keys.addMany(2).map(({ arn }) => arn);
  if (one === undefined || other === undefined) throw new Error("There are no keys.");
  expect(await run(["tag", one, other, "team=secret-value", "stage-"])).toMatchObject({ exitCode: 0 });
  const [first = []] = await records();
  const by = expect.stringMatching(/^\S+.*@\S+$/);
  expect(first).toEqual([
    { type: "write", operation: "tag-resource", resources: [one, other], set: ["team"], by },
    { type: "outcomes", outcomes: [outcome(one, "changed"), outcome(other, "changed")] },
  ]);
  expect(JSON.stringify(first)).not.toContain("secret-value");
  expect((await stat(join(folder, writes))).mode & 0o777).toBe(0o700);

  // Both halves of a command are in one record; a dry run, a refused request and a mistyped one leave none.
  expect(await run(["tag", one, "stage=live", "team-"])).toMatchObject({ exitCode: 0 });
  expect(await run(["tag", one, "team=x", "--dry-run"])).toMatchObject({ exitCode: 0 });
  expect(await run(["tag", one, "aws:x=1"])).toMatchObject({ exitCode: 2 });
  expect(await run(["untag", other, "--all"])).toMatchObject({ exitCode: 0 });
  const missing = `${one.slice(0, -1)}${one.endsWith("0") ? "1" : "0"}`;
  expect(await run(["untag", missing, "team-"])).toMatchObject({ exitCode: 3 });
  const all = await records();
  expect(all.map((found) => (typeof found === "string" ? found : found.map(({ type }) => type)))).toEqual([
    ["write", "outcomes"],
    ["write", "outcomes", "write", "outcomes"],
    ["write", "outcomes"],
    ["write", "outcomes"],
  ]);

  const listed = await run(["runs", "writes", "-o", "json"]);
  expect(JSON.parse(listed.stdout)).toMatchObject({
    writes: [
      { remove: ["team"], resources: [missing], requests: [{ operation: "untag-resource", counts: { failed: 1 } }] },
      { remove: "all", resources: [other], requests: [{ counts: { changed: 1 } }] },
      {
        set: ["stage"],
        remove: ["team"],
        resources: [one],
        requests: [
          { operation: "tag-resource", counts: { changed: 1 } },
          { operation: "untag-resource", counts: { changed: 1 } },
        ],
      },
      { set: ["team"], resources: [one, other], requests: [{ counts: { changed: 2 } }] },
    ],
  });
  expect((await run(["runs", "writes"])).stdout).toMatch(/WRITTEN +BY +SET +REMOVE +RESOURCES +RESULT\n/);
});

test("which cloud a short name and which key an alias stood for is on disk before anything is written", async () => {
  const state = await mkdtemp(join(folder, "state-"));
  const onDisk = () => {
    const [name = ""] = readdirSync(join(state, writes));
    return readChain(readFileSync(join(state, writes, name), "utf8")).records;
  };
  const secret = clouds.alibaba.secrets.createSecret("words", {});
  let asWritten: ReturnType<typeof onDisk> = [];
  const unregister = clouds.alibaba.before("TagResources", () => {
    asWritten = onDisk();
  });
  expect(await run(["tag", "secret/words", "team=a", "--cloud", "alibaba"], state)).toMatchObject({ exitCode: 0 });
  unregister();
  expect(asWritten).toMatchObject([{ type: "write", resources: [secret.arn], named: ["secret/words"], set: ["team"] }]);
  expect((await run(["runs", "writes"], state)).stdout).toContain(secret.arn);

  const [key] = clouds.aws.keys.addMany(1);
  if (key === undefined) throw new Error("There is no key.");
  clouds.aws.keys.createAlias("alias/words", key.arn);
  await run(["tag", "alias/words", "team=a", "--resolve-aliases", "--cloud", "aws"], state, at(0));
  const listed = await run(["runs", "writes", "-o", "json"], state);
  expect(JSON.parse(listed.stdout)).toMatchObject({ writes: [{ resources: [key.arn] }, {}] });
});

test("the undo of the latest run says what was written since without a run", async () => {
  const [key] = clouds.aws.keys.addMany(1).map(({ arn }) => arn);
  if (key === undefined) throw new Error("There is no key.");
  await run(["tag", key, "--missing", "team", "team=a", "--yes"]);
  expect((await run(["undo", "latest", "--dry-run"])).stderr).not.toContain("without a run");
  await run(["tag", key, "team=b"]);
  expect((await run(["undo", "latest", "--dry-run"])).stderr).toMatch(
    /Tags were written later than the run \S+, at 2026-11-30T\S+, without a run: they are not undone/,
  );
});

test("of a command whose second request fails, the first is listed and warned of, too", async () => {
  const [key] = clouds.aws.keys.addMany(1).map(({ arn }) => arn);
  if (key === undefined) throw new Error("There is no key.");
  const state = await mkdtemp(join(folder, "state-"));
  await run(["tag", key, "--missing", "team", "team=a", "old=b", "--yes"], state);
  const unregister = clouds.aws.before("UntagResource", () => clouds.aws.keys.removeKey(key));
  expect(await run(["tag", key, "team=b", "old-"], state)).toMatchObject({ exitCode: 3 });
  unregister();
  expect((await run(["runs", "writes"], state)).stdout).toMatch(/set: 1 changed; remove: 0 changed, 1 failed\n$/);
  expect((await run(["undo", "latest", "--dry-run"], state)).stderr).toContain("without a run: they are not undone");

  // The second request as a whole can be refused, too.
  const [name = ""] = await readdir(join(state, writes));
  const path = join(state, writes, name);
  const journal = readChain(await readFile(path, "utf8")).records;
  await rm(path);
  const rewritten = await openEvidenceJournal(path);
  for (const { sequence, previous: _p, hash: _h, ...fields } of journal)
    await rewritten.append(sequence < 3 ? fields : { type: "failed", code: "canceled" });
  await rewritten.close();
  expect((await run(["runs", "writes"], state)).stdout).toMatch(/set: 1 changed; remove: refused: canceled\n$/);
  expect((await run(["undo", "latest", "--dry-run"], state)).stderr).toContain("without a run: they are not undone");
});

test("what was written in part, and what may have been written, is listed and warned of, too", async () => {
  const [key] = clouds.aws.keys.addMany(1).map(({ arn }) => arn);
  if (key === undefined) throw new Error("There is no key.");
  const state = await mkdtemp(join(folder, "state-"));
  const undo = async () => (await run(["undo", "latest", "--dry-run"], state)).stderr;
  await run(["tag", key, "--missing", "team", "team=a", "--yes"], state);

  clouds.aws.faults.add({ kind: "reset-after-applying", operation: "TagResource" });
  clouds.aws.faults.add({ kind: "reset-before-applying", operation: "ListResourceTags", after: 1 });
  expect(await run(["tag", key, "who=me", "--timeout", "1"], state)).toMatchObject({ exitCode: 3 });
  clouds.aws.faults.clear();
  expect((await run(["runs", "writes"], state)).stdout).toMatch(/ 0 changed, 1 unknown\n$/);
  expect(await undo()).toMatch(/Tags may have been written later than the run \S+, at \S+, without a run/);

  // Certificates take ten tags in a request.
  const { arn } = clouds.alibaba.certificates.create();
  let requests = 0;
  const unregister = clouds.alibaba.before("TagResource", () => {
    if ((requests += 1) === 2) clouds.alibaba.certificates.remove(arn);
  });
  const tags = Array.from({ length: 12 }, (_, index) => `tag-${index}=x`);
  expect(await run(["tag", arn, ...tags], state)).toMatchObject({ exitCode: 3 });
  unregister();
  const [newest] = (await run(["runs", "writes"], state)).stdout.split("\n").slice(1);
  expect(newest).toMatch(/ 0 changed, 1 failed \(1 in part\)$/);
  expect(await undo()).toContain("Tags were written later than the run");
});

test("of what was written in the second of a run only later writes are named, whatever chance is in their names", async () => {
  const [key] = clouds.aws.keys.addMany(1).map(({ arn }) => arn);
  if (key === undefined) throw new Error("There is no key.");
  const state = await mkdtemp(join(folder, "state-"));
  const tag = async (value: string, second: number, chance: string) => {
    await run(["tag", key, `team=${value}`], state, at(second));
    const [made = ""] = await readdir(join(state, writes));
    await rename(join(state, writes, made), join(state, writes, `20270101-000000-${chance}.jsonl`));
  };
  const warnings = async () => (await run(["undo", "latest", "--dry-run"], state, at(1))).stderr;
  await tag("a", 0.1, "ffffff");
  await run(["tag", key, "--filter", "team=a", "team=b", "--yes"], state, at(0.5));
  expect(await warnings()).not.toContain("without a run");
  await rm(join(state, writes), { recursive: true });
  await tag("c", 0.9, "000000");
  expect(await warnings()).toContain("at 2027-01-01T00:00:00.900Z, without a run: they are not undone");

  // A folder that cannot be read is not an empty one. It does not stop an undo.
  await rm(join(state, writes), { recursive: true });
  await writeFile(join(state, writes), "");
  const problem = `${JSON.stringify(join(state, writes))} cannot be read: `;
  expect(await warnings()).toContain(problem);
  expect(await run(["runs", "writes"], state)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(problem) });
});

test("writes of one second are listed by their times, whatever chance is in their names", async () => {
  const state = await mkdtemp(join(folder, "state-"));
  const [key] = clouds.aws.keys.addMany(1).map(({ arn }) => arn);
  if (key === undefined) throw new Error("There is no key.");
  for (const [value, second, chance] of [
    ["first", 0.1, "ffffff"],
    ["second", 0.5, "000000"],
    ["third", 0.9, "777777"],
  ] as const) {
    await run(["tag", key, `${value}=x`], state, at(second));
    const names = await readdir(join(state, writes));
    const made = names.find((name) => !name.includes("-chosen")) ?? "";
    await rename(join(state, writes, made), join(state, writes, `20270101-000000-${chance}-chosen.jsonl`));
  }
  const { stdout } = await run(["runs", "writes", "-o", "json"], state);
  expect(JSON.parse(stdout)).toMatchObject({ writes: [{ set: ["third"] }, { set: ["second"] }, { set: ["first"] }] });
});

test("a command that was cut off is listed as such, and a changed record is named", async () => {
  const names = (await readdir(join(folder, writes))).toSorted();
  const [first = "", second = ""] = names;
  const text = await readFile(join(folder, writes, first), "utf8");
  await writeFile(join(folder, writes, first), text.slice(0, text.indexOf("\n") + 1));
  await writeFile(join(folder, writes, second), text.replace("team", "tear"));
  const { stdout, stderr } = await run(["runs", "writes"]);
  expect(stdout.trimEnd().split("\n").slice(-2)).toEqual([
    expect.stringMatching(/unreadable$/),
    expect.stringMatching(/cut off$/),
  ]);
  expect(stderr).toContain(`${second}: Line 1 was changed after it was written.`);
});

// Under /proc, Node's own recursive mkdir never ends.
test.each(["a file", "/proc/nothing"])("a place that cannot be written, such as %s, is a warning", async (place) => {
  const [key] = clouds.aws.keys.addMany(1).map(({ arn }) => arn);
  const state = resolve(folder, place);
  if (place === "a file") await writeFile(state, "");
  const { exitCode, stderr } = await run(["tag", key ?? "", "team=a"], state);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: expect.stringContaining("There is no complete record of this command."),
  });
});
