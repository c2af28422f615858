import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;
let keys: { readonly aws: string; readonly alibaba: string };

const write = (name: string, text: string) => writeFile(join(scene.directory, name), text);

beforeAll(async () => {
  scene = await openScene();
  const { aws, alibaba } = scene.clouds;
  keys = { aws: aws.keys.createKey({}).arn, alibaba: alibaba.keys.createKey({}).arn };
  await write(
    "crosstag.yaml",
    `clouds:
  frankfurt: { provider: aws, region: ${aws.region}, endpoint: "${aws.endpoint}" }
  hangzhou: { provider: alibaba, region: ${alibaba.region}, endpoint: "${alibaba.endpoint}" }
`,
  );
});
afterAll(() => scene.close());

test.each(["aws", "alibaba"] as const)("a desired state selects the cloud of %s by its name", async (provider) => {
  const name = { aws: "frankfurt", alibaba: "hangzhou" }[provider];
  await write("tags.yaml", `version: 1\nstatements:\n  - select: { clouds: [${name}] }\n    set: { a: b }\n`);
  const planned = await scene.run(["plan", "-f", "tags.yaml", "--output", "json"]);
  const { entries } = JSON.parse(planned.stdout) as { entries: { reference: string }[] };
  expect(entries.map(({ reference }) => reference)).toEqual([keys[provider]]);
});

test.each(["aws", "alibaba"] as const)("a policy selects the cloud of %s by its name", async (provider) => {
  const name = { aws: "frankfurt", alibaba: "hangzhou" }[provider];
  await write("p.yaml", `version: 1\nrules:\n  - { id: r, scope: { clouds: [${name}] }, required: [team] }\n`);
  const checked = await scene.run(["check", "--policy", "p.yaml", "--output", "json"]);
  expectExit(checked, 2);
  const { resources } = JSON.parse(checked.stdout) as { resources: { reference: string; result: string }[] };
  expect(resources.filter(({ result }) => result === "violating").map(({ reference }) => reference)).toEqual([
    keys[provider],
  ]);
});

test("an unknown name is an error that lists the known names", async () => {
  await write("tags.yaml", "version: 1\nstatements:\n  - select: { clouds: [staging] }\n    set: { a: b }\n");
  await write("p.yaml", "version: 1\nrules:\n  - { id: r, scope: { clouds: [staging] }, required: [team] }\n");
  const known = "frankfurt, hangzhou, aws, alibaba, tencent.";
  const planned = await scene.run(["plan", "-f", "tags.yaml"]);
  expect(planned.stderr).toContain(`There is no cloud named "staging".\n  Write one of: ${known}`);
  const checked = await scene.run(["check", "--policy", "p.yaml"]);
  expect(checked.stderr).toContain(`names an unknown cloud: "staging"; known clouds: ${known}`);
});

test("an inventory does not have the names of clouds, and a policy that needs them is refused", async () => {
  await write("p.yaml", "version: 1\nrules:\n  - { id: r, scope: { clouds: [frankfurt] }, required: [team] }\n");
  expectExit(await scene.run(["export", "--out", "all.jsonl"]), 0);
  const checked = await scene.run(["check", "--policy", "p.yaml", "--inventory", "all.jsonl"]);
  expectExit(checked, 64);
  expect(checked.stderr).toContain('selects by the configured cloud "frankfurt", which an inventory does not contain.');
  await write("p.yaml", "version: 1\nrules:\n  - { id: r, scope: { clouds: [aws] }, required: [team] }\n");
  expectExit(await scene.run(["check", "--policy", "p.yaml", "--inventory", "all.jsonl"]), 2);
});
