import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

/** AWS and two regions of Alibaba Cloud in one account, without any `account` in the configuration. */
let scene: Scene;
let shanghai: LocalClouds;

beforeEach(async () => {
  scene = await openScene();
  const { aws, alibaba } = scene.clouds;
  shanghai = await startLocalClouds({
    aws: false,
    alibaba: { quotas: "off", regions: ["cn-shanghai"], account: alibaba.account },
  });
  alibaba.secrets.createSecret("database");
  shanghai.alibaba.secrets.createSecret("database");
  aws.keys.createKey();
  await writeFile(
    join(scene.directory, "crosstag.yaml"),
    `clouds:
  aws: { provider: aws, region: ${aws.region}, endpoint: "${aws.endpoint}" }
  hangzhou: { provider: alibaba, region: ${alibaba.region}, endpoint: "${alibaba.endpoint}" }
  shanghai: { provider: alibaba, region: cn-shanghai, endpoint: "${shanghai.alibaba.endpoint}" }
`,
  );
  await writeFile(
    join(scene.directory, "crosstag-tags.yaml"),
    "version: 1\nstatements:\n  - { select: {}, set: { team: platform } }\n",
  );
});
afterEach(async () => {
  await shanghai.close();
  await scene.close();
});

const tagsOfDatabases = () => [
  scene.clouds.alibaba.secrets.tagsOf("database"),
  shanghai.alibaba.secrets.tagsOf("database"),
];

test("what list prints, tag takes, in every form", async () => {
  for (const form of ["json", "jsonl"]) {
    const listed = await scene.run(["list", "--output", form]);
    expectExit(listed, 0);
    const tagged = await scene.run(["tag", "--resources", "-", "--set", `from=${form}`], { input: listed.stdout });
    expectExit(tagged, 0);
    for (const tags of tagsOfDatabases()) expect(tags).toMatchObject({ from: form });
  }
});

test("what was typed as a short name is reported by its full name", async () => {
  const { region, account } = scene.clouds.alibaba;
  const tagged = await scene.run(["tag", "--cloud", "hangzhou", "secret/database", "--set", "a=1"]);
  expectExit(tagged, 0);
  expect(tagged.stdout).toContain(`acs:kms:${region}:${account}:secret/database`);
});

test("a run over secrets of one name in two regions is resumed to its end and undone, all true", async () => {
  expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
  expectExit(await scene.run(["apply", "plan.json", "--limit", "1"]), 0);
  expectExit(await scene.run(["resume", "latest", "--limit", "1"]), 0);
  expect(JSON.stringify(tagsOfDatabases())).toContain("{}");
  const resumed = await scene.run(["resume", "latest", "--output", "json"]);
  expectExit(resumed, 0);
  expect(JSON.parse(resumed.stdout)).toMatchObject({ ended: "complete", counts: { changed: 3 } });
  for (const tags of tagsOfDatabases()) expect(tags).toEqual({ team: "platform" });
  expectExit(await scene.run(["undo", "latest", "--yes"]), 0);
  for (const tags of tagsOfDatabases()) expect(tags).toEqual({});
});

test("a configuration that names another account is refused once, for every command that reads", async () => {
  const { endpoint, region, account } = scene.clouds.alibaba;
  await writeFile(
    join(scene.directory, "crosstag.yaml"),
    `clouds:\n  china: { provider: alibaba, region: ${region}, account: "9999", endpoint: "${endpoint}" }\n`,
  );
  await writeFile(
    join(scene.directory, "crosstag-policy.yaml"),
    "version: 1\nrules:\n  - { id: team, required: [team] }\n",
  );
  for (const command of [["list"], ["plan"], ["check"], ["enforce"], ["export"]]) {
    const result = await scene.run(command);
    expect([command[0], result.exitCode === 0]).toEqual([command[0], false]);
    expect(result.stderr).toContain(`These credentials belong to account ${account};`);
    expect(result.stderr.split("\n").filter((line) => line.includes("These credentials"))).toHaveLength(1);
  }
});

test("the name of a provider selects every cloud of it that the file has", async () => {
  const listed = await scene.run(["list", "--cloud", "alibaba", "--output", "jsonl"]);
  expectExit(listed, 0);
  const references = listed.stdout.split("\n").map((line) => (JSON.parse(line) as { reference: string }).reference);
  expect(references).toEqual([
    `acs:kms:cn-hangzhou:${scene.clouds.alibaba.account}:secret/database`,
    `acs:kms:cn-shanghai:${scene.clouds.alibaba.account}:secret/database`,
  ]);

  const region = await scene.run(["list", "--cloud", "alibaba", "--region", "cn-beijing"]);
  expectExit(region, 64);
  expect(region.stderr).toContain("2 are selected: hangzhou, shanghai.\n  Select one of them: --cloud hangzhou");
  const difference = await scene.run(["diff", "alibaba", "shanghai"]);
  expectExit(difference, 64);
  expect(difference.stderr).toContain(
    '"alibaba" selects several clouds of the configuration file: hangzhou, shanghai.',
  );
});

test("a plan that is refused before anything is sent names no run that cannot be shown", async () => {
  expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
  const elsewhere = await startLocalClouds({ aws: { account: scene.clouds.aws.account }, alibaba: false });
  await writeFile(
    join(scene.directory, "elsewhere.yaml"),
    `clouds:\n  aws: { provider: aws, region: ${elsewhere.aws.region}, endpoint: "${elsewhere.aws.endpoint}" }\n`,
  );
  const applied = await scene.run(["apply", "plan.json", "--config", "elsewhere.yaml"]);
  await elsewhere.close();
  expectExit(applied, 1);
  expect(applied.stderr).toContain("but this cloud is configured for the endpoint");
  expect(applied.stderr).not.toMatch(/^Run /m);
  expect((await scene.run(["runs"])).stderr).toContain("There are no runs");
});
