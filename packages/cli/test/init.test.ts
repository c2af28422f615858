import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { WRITTEN_FILES } from "../src/command-options/written-files.ts";
import { STARTERS } from "../src/commands/init/starters.ts";
import { runMain } from "./run-main.ts";

let workingDirectory: string;

beforeEach(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-init-"));
});
afterEach(() => rm(workingDirectory, { recursive: true, force: true }));

const run = (...commandLine: readonly string[]) => runMain(commandLine, { workingDirectory });
const read = (name: string) => readFile(join(workingDirectory, name), "utf8");

test.each(WRITTEN_FILES)("the starter of %s names its schema, and is valid under it", async (file) => {
  const { name, schema, next } = STARTERS[file];
  expect(await run("init", file)).toEqual({
    exitCode: 0,
    stdout: "",
    stderr: `Written: ${name}, and .crosstag/${schema} for editors.\n${next(undefined)}\n`,
  });
  const text = await read(name);
  expect(text).toMatch(new RegExp(`^# yaml-language-server: \\$schema=\\.crosstag/${schema}\\n`));
  const schemaText = await read(`.crosstag/${schema}`);
  expect(schemaText).toBe((await run("schema", file)).stdout);
  const validate = new Ajv({ strict: false }).compile(JSON.parse(schemaText) as object);
  expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
});

test("the commands accept the starters", async () => {
  for (const file of WRITTEN_FILES) expect((await run("init", file)).exitCode).toBe(0);
  const tested = await run("policy", "test");
  expect(tested).toMatchObject({ exitCode: 0, stderr: "2 examples: all as expected.\n" });
  const reversed = await run("migrate", "--reverse", "--map", "crosstag-map.yaml");
  expect(reversed.exitCode).toBe(0);
  expect((await run("completion", "--words", "cloud")).stdout).toBe("production\naws\n");
  expect((await run("completion", "--words", "tag-key")).stdout).toBe("stage\nteam\n");
});

test("the configuration has the clouds of the environment, whose place it takes", async () => {
  const environment = {
    AWS_REGION: "eu-west-1",
    ALIBABA_CLOUD_REGION_ID: "ap-southeast-1",
    CROSSTAG_ALIBABA_ENDPOINT: "http://127.0.0.1:4567",
    TENCENTCLOUD_REGION: "ap-singapore",
  };
  expect((await runMain(["init"], { workingDirectory, environment })).exitCode).toBe(0);
  expect(parse(await read("crosstag.yaml"))).toEqual({
    default: "production",
    clouds: {
      production: { provider: "aws", region: "eu-west-1" },
      china: { provider: "alibaba", region: "ap-southeast-1", endpoint: "http://127.0.0.1:4567" },
      guangzhou: { provider: "tencent", region: "ap-singapore" },
    },
  });
  const alibaba = { workingDirectory, environment: { ALIBABA_CLOUD_REGION: "cn-beijing" } };
  const other = await runMain(["init", "--out", "my clouds.yaml"], alibaba);
  expect(other.stderr).toContain("Then: crosstag list --config 'my clouds.yaml'");
  const text = await read("my clouds.yaml");
  expect(parse(text)).toEqual({ default: "china", clouds: { china: { provider: "alibaba", region: "cn-beijing" } } });
  expect(text).toContain("  # production:\n  #   provider: aws\n");
  // What is commented out is right when it is not.
  const all = text.replaceAll(/^ {2}# /gm, "  ");
  expect(Object.keys((parse(all) as { clouds: object }).clouds)).toEqual([
    "production",
    "china",
    "guangzhou",
    "organization",
  ]);
  const schema: unknown = JSON.parse((await run("schema", "configuration")).stdout);
  expect(new Ajv({ strict: false }).validate(schema as object, parse(all))).toBe(true);
});

test("a file that exists is not overwritten; --out and the operand of policy init name another", async () => {
  expect((await runMain(["init"], { workingDirectory })).exitCode).toBe(0);
  expect(await run("init")).toMatchObject({
    exitCode: 64,
    stderr: 'error: The file "crosstag.yaml" already exists.\n  Name another file, or remove this one.\n',
  });
  expect((await run("init", "--out", "other.yaml")).exitCode).toBe(0);
  expect((await run("policy", "init", "mine.yaml")).stderr).toContain(
    "crosstag policy test mine.yaml. To check the clouds: crosstag check --policy mine.yaml",
  );
  expect((await run("init", "tags", "--out", "t.yaml")).stderr).toContain("crosstag plan -f t.yaml");
  expect(await read("mine.yaml")).toContain("name: Company tags");
  expect((await run("policy", "init")).exitCode).toBe(0);
  expect((await run("policy", "init", "a.yaml", "--from", "aws")).exitCode).toBe(64);
  expect((await run("init", "plan")).exitCode).toBe(64);
  expect((await runMain(["schema"], { workingDirectory })).exitCode).toBe(64);
});
