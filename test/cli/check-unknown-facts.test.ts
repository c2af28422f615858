import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const write = (name: string, content: string) => writeFile(join(scene.directory, name), content);
const ruleFor = (scope: string) => `version: 1\nrules:\n  - { id: r, scope: ${scope}, required: [team] }\n`;

test("account and region of a resource are known, also when neither the configuration nor its name has them", async () => {
  const { keyId } = scene.clouds.alibaba.keys.createKey();
  const { account, region } = scene.clouds.alibaba;
  for (const [scope, exitCode] of [
    [`{ accounts: ["${account}"] }`, 2],
    ['{ clouds: [alibaba], accounts: ["1234567890"] }', 0],
    [`{ clouds: [alibaba], regions: [${region}] }`, 2],
  ] as const) {
    await write("crosstag-policy.yaml", ruleFor(scope));
    expect((await scene.run(["check", "--cloud", "alibaba", keyId])).exitCode).toBe(exitCode);
  }
});

test("a rule by alias is refused for an inventory, which does not have them", async () => {
  scene.clouds.aws.keys.createKey({ aliases: ["alias/billing"] });
  expectExit(await scene.run(["export", "--out", "all.jsonl"]), 0);
  await write("crosstag-policy.yaml", ruleFor("{ aliases: [alias/billing] }"));
  const result = await scene.run(["check", "--inventory", "all.jsonl"]);
  expectExit(result, 64);
  expect(result.stderr).toContain("selects by alias, which an inventory does not contain");
});

test("the resources of an expired waiver may be deleted", async () => {
  await write("crosstag-policy.yaml", ruleFor("{ clouds: [aws] }"));
  await write(
    "waivers.yaml",
    'version: 1\nwaivers:\n  - { rules: ["*"], select: { aliases: [alias/gone] }, owner: z, reason: r, expires: "2020-01-01" }\n',
  );
  scene.clouds.aws.keys.createKey({ tags: { team: "a" } });
  const result = await scene.run(["check", "--cloud", "aws", "--waivers", "waivers.yaml"]);
  expectExit(result, 0);
  expect(result.stdout).not.toContain("alias/gone");
});

test("standard input is not read twice: an empty inventory would be compliant", async () => {
  const options = { input: ruleFor("{ clouds: [aws] }") };
  const result = await scene.run(["check", "--policy", "-", "--inventory", "-"], options);
  expectExit(result, 64);
  expect(result.stderr).toContain("Standard input (-) can be named only once.");
});

test("a rule that applies to no resource is reported: its scope may be misspelled", async () => {
  scene.clouds.aws.keys.createKey();
  await write("crosstag-policy.yaml", ruleFor("{ regions: [us-esat-1] }"));
  const warning = 'The rule "r" applies to none of the checked resources.';
  for (const command of ["check", "enforce"]) {
    const table = await scene.run([command, "--quiet"]);
    expectExit(table, 0);
    expect(table.stdout).toContain(`Warning: ${warning}`);
    expect(table.stderr).toBe("");
    const json = await scene.run([command, "--output", "json"]);
    expect(JSON.stringify(JSON.parse(json.stdout))).toContain(JSON.stringify(warning));
    expect(json.stderr).toContain(warning);
  }
});
