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

const POLICY = `version: 1
rules:
  - id: spelling
    spelling: [team, env]
  - id: env
    tags: { env: { required: true, oneOf: [prod, test], default: test } }
  - id: owner
    required: [owner]
  - id: no-temp
    forbidden: ["temp-*"]
`;

interface Enforced {
  readonly plan: {
    readonly summary: {
      readonly changes: number;
      readonly unchanged: number;
      readonly warnings: readonly { readonly rule: string; readonly examples: readonly string[] }[];
    };
  };
  readonly manual: readonly { readonly reference: string; readonly rule: string; readonly why: string }[];
}

async function enforce(...options: readonly string[]) {
  const result = await scene.run(["enforce", "--output", "json", ...options]);
  return { ...result, enforced: result.stdout === "" ? undefined : (JSON.parse(result.stdout) as Enforced) };
}

async function warningsOf(...options: readonly string[]) {
  const { enforced, ...result } = await enforce(...options);
  expectExit(result, 0);
  return enforced?.plan.summary.warnings.map(({ rule, examples }) => `${rule} ${examples.length}`).toSorted();
}

test("what needs no guessing is planned and applied, the rest needs manual action; the second run changes nothing", async () => {
  const { aws, alibaba } = scene.clouds;
  await write("crosstag-policy.yaml", POLICY);
  const first = aws.keys.createKey({ tags: { Team: "a", env: "PROD", owner: "o", "temp-x": "1" } });
  const second = alibaba.keys.createKey({ tags: { team: "b" } });
  const third = alibaba.keys.createKey({ tags: { env: "stage", owner: "o" } });
  const planned = await enforce("--out", "plan.json");
  expectExit(planned, 0);
  expect(planned.enforced?.plan.summary).toMatchObject({ changes: 2, unchanged: 1 });
  expect(planned.enforced?.manual.map(({ reference, rule }) => `${rule} ${reference}`).toSorted()).toEqual([
    `env ${third.arn}`,
    `owner ${second.arn}`,
  ]);
  expect(aws.keys.tagsOf(first.arn)).toMatchObject({ Team: "a" });
  expectExit(await scene.run(["apply", "plan.json"]), 0);
  expect(aws.keys.tagsOf(first.arn)).toEqual({ team: "a", env: "prod", owner: "o" });
  expect(alibaba.keys.tagsOf(second.arn)).toEqual({ team: "b", env: "test" });
  expect(alibaba.keys.tagsOf(third.arn)).toEqual({ env: "stage", owner: "o" });
  const again = await enforce("--out", "again.json");
  expectExit(again, 0);
  expect(again.enforced?.plan.summary.changes).toBe(0);
});

test("two concurrent enforcers do not conflict, and a third has nothing to do", async () => {
  const { aws } = scene.clouds;
  await write("crosstag-policy.yaml", POLICY);
  const keys = Array.from({ length: 12 }, () => aws.keys.createKey({ tags: { Env: "Prod", owner: "o" } }));
  const enforcer = async (file: string) => {
    expectExit(await enforce("--out", file), 0);
    // Both find the same, and the same plan is not applied twice at once unless that is asked for.
    expectExit(await scene.run(["apply", file, "--allow-concurrent"]), 0);
  };
  await Promise.all([enforcer("one.json"), enforcer("two.json")]);
  for (const { arn } of keys) expect(aws.keys.tagsOf(arn)).toEqual({ env: "prod", owner: "o" });
  expect((await enforce()).enforced?.plan.summary.changes).toBe(0);
});

test("a deadline is set on resources that need manual action, once", async () => {
  const { aws } = scene.clouds;
  await write("crosstag-policy.yaml", POLICY);
  const key = aws.keys.createKey({ tags: { env: "test" } });
  const good = aws.keys.createKey({ tags: { env: "test", owner: "o" } });
  expectExit(await enforce("--mark", "fix-by=2026-12-31", "--out", "plan.json"), 0);
  expectExit(await scene.run(["apply", "plan.json"]), 0);
  expect(aws.keys.tagsOf(key.arn)).toEqual({ env: "test", "fix-by": "2026-12-31" });
  expect(aws.keys.tagsOf(good.arn)).toEqual({ env: "test", owner: "o" });
  const later = await enforce("--mark", "fix-by=2027-06-30");
  expect(later.enforced?.plan.summary.changes).toBe(0);
  expect(later.stderr).toContain("1 resource needs manual action.");
  aws.keys.setTags(key.arn, { env: "test", owner: "o", "fix-by": "2026-12-31", due: "soon" });
  const unmarking = ["--mark", "fix-by=+14d", "--unmark", "fix-by", "--unmark", "due"];
  expectExit(await enforce(...unmarking, "--out", "unmark.json"), 0);
  expectExit(await scene.run(["apply", "unmark.json"]), 0);
  expect(aws.keys.tagsOf(key.arn)).toEqual({ env: "test", owner: "o", due: "soon" });
  expect((await enforce(...unmarking)).enforced?.plan.summary.changes).toBe(0);
});

test("an invalid or duplicate mark, or one that a cloud refuses, is reported before anything is read", async () => {
  await write("crosstag-policy.yaml", POLICY);
  for (const marks of [["fix-by=soon"], ["fix-by=+0d"], ["fix-by=2026-02-30"], ["a=+1d", "A=+2d"], ["aws:due=+1d"]]) {
    const result = await enforce(...marks.flatMap((mark) => ["--mark", mark]));
    expectExit(result, 64);
    expect(result.stderr).toContain("--mark");
  }
  expect(scene.clouds.aws.requests.count()).toBe(0);
});

test("warns of a change to a tag that a policy document refers to", async () => {
  await write("crosstag-policy.yaml", POLICY);
  await write(
    "key-policy.json",
    JSON.stringify({ Statement: [{ Condition: { StringEquals: { "aws:ResourceTag/env": "prod" } } }] }),
  );
  scene.clouds.aws.keys.createKey({ tags: { owner: "o" } });
  const { enforced, ...result } = await enforce("--access-policy", "key-policy.json");
  expectExit(result, 0);
  expect(enforced?.plan.summary.warnings.map(({ rule }) => rule)).toContain("crosstag.policy-refers");
});

test("the policy of the key is read on request; a cloud without such policies is reported", async () => {
  const { aws, alibaba } = scene.clouds;
  await write("crosstag-policy.yaml", POLICY);
  const policy = { Statement: [{ Condition: { StringEquals: { "aws:ResourceTag/env": "prod" } } }] };
  const key = aws.keys.createKey({ tags: { owner: "o" }, policy });
  aws.keys.createKey({ tags: { owner: "o" } });
  aws.keys.createKey({ tags: { owner: "o", env: "test" }, policy });
  alibaba.keys.createKey({ tags: { owner: "o" } });
  expect(await warningsOf()).toEqual([]);
  expect(aws.requests.count("GetKeyPolicy")).toBe(0);
  expect(await warningsOf("--read-access-policies")).toEqual(["crosstag.policy-refers 1", "crosstag.policy-unread 1"]);
  expect(aws.requests.count("GetKeyPolicy")).toBe(2);
  expect(aws.keys.tagsOf(key.arn)).toEqual({ owner: "o" });
});

test("a default that the cloud refuses needs manual action, and the others are planned", async () => {
  const { aws, alibaba } = scene.clouds;
  await write(
    "crosstag-policy.yaml",
    "version: 1\nrules:\n  - { id: o, tags: { owner: { required: true, default: Zoë } } }\n",
  );
  aws.keys.createKey({ tags: {} });
  const refused = alibaba.keys.createKey({ tags: {} });
  const { enforced, ...result } = await enforce();
  expectExit(result, 0);
  expect(enforced?.plan.summary.changes).toBe(1);
  expect(enforced?.manual).toMatchObject([{ reference: refused.arn }]);
});

test("the table shows changes, and the reasons for manual action", async () => {
  await write("crosstag-policy.yaml", POLICY);
  scene.clouds.aws.keys.createKey({ tags: { Team: "a" } });
  const result = await scene.run(["enforce"]);
  expectExit(result, 0);
  expect(result.stdout).toContain("Manual action, owner (error): 1 resource");
  expect(result.stdout).toContain("set the value manually");
  expectExit(await scene.run(["enforce", "--fail-on", "manual", "--quiet"]), 2);
});

test("if nothing can be fixed, the table says so in one sentence with what needs manual action", async () => {
  const { aws } = scene.clouds;
  await write("crosstag-policy.yaml", "version: 1\nrules: [{ id: owner, required: [owner] }]\n");
  aws.keys.createKey({ tags: { owner: "o" } });
  expect((await scene.run(["enforce"])).stdout).toContain("Nothing to change: ");
  aws.keys.createKey({ tags: { team: "a" } });
  const result = await scene.run(["enforce"]);
  expect(result.stdout).toContain("Nothing can be fixed automatically: 1 resource needs manual action.\n");
  expect(result.stdout).not.toContain("Nothing to change");
});

test("a tag that other software acts on needs manual action, and the rest of the resource is fixed", async () => {
  await write("crosstag-policy.yaml", 'version: 1\nrules:\n  - { id: r, forbidden: ["spire-*", "temp-*"] }\n');
  const { arn } = scene.clouds.aws.keys.createKey({ tags: { "spire-active": "true", "temp-x": "1" } });
  const { enforced, ...planned } = await enforce("--out", "plan.json");
  expectExit(planned, 0);
  expect(enforced?.manual).toMatchObject([
    { why: expect.stringContaining("Other software acts on this tag") as string },
  ]);
  expectExit(await scene.run(["apply", "plan.json"]), 0);
  expect(scene.clouds.aws.keys.tagsOf(arn)).toEqual({ "spire-active": "true" });
});
