import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runMain } from "./run-main.ts";

let workingDirectory: string;

beforeEach(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-policy-"));
});
afterEach(() => rm(workingDirectory, { recursive: true, force: true }));

const write = (name: string, content: unknown) =>
  writeFile(join(workingDirectory, name), typeof content === "string" ? content : JSON.stringify(content));
const run = (...words: readonly string[]) => runMain(["policy", ...words], { workingDirectory });

const RULES = `version: 1
rules:
  - { id: env, tags: { env: { required: true, oneOf: [prod, test], default: test } } }
`;

test("a policy is tested against its examples; a difference is reported and ends with 2", async () => {
  await write(
    "crosstag-policy.yaml",
    `${RULES}examples:
  - { name: untagged, tags: {}, expect: violating, violates: [env], enforced: { env: test } }
  - { name: good, tags: { env: prod }, expect: compliant }
  - { name: cloud's own, tags: {}, resource: { managedBy: cloud }, expect: not-applicable }
`,
  );
  const good = await run("test");
  expect(good).toMatchObject({ exitCode: 0 });
  expect(good.stderr).toContain("3 examples: all as expected.");
  await write(
    "wrong.yaml",
    `${RULES}examples:\n  - { tags: { env: stage }, expect: compliant, enforced: { env: prod } }\n`,
  );
  const wrong = await run("test", "wrong.yaml");
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stdout).toContain("It is violating (env), not compliant.");
  expect(wrong.stdout).toContain('The tags after enforcing are {"env":"stage"}, not {"env":"prod"}.');
  await write("none.yaml", RULES);
  expect((await run("test", "none.yaml")).stderr).toContain("no examples");
});

const A = {
  tags: {
    costcenter: { tag_key: { "@@assign": "CostCenter" }, tag_value: { "@@assign": ["Development", "Support"] } },
  },
};
const D = {
  tags: { costcenter: { tag_value: { "@@remove": ["Development"] }, enforced_for: { "@@assign": ["kms:*"] } } },
};

test("tag policies from the root to the account become a policy that can be checked", async () => {
  await write("root.json", A);
  await write("account.json", { Policy: { Content: JSON.stringify(D) } });
  const imported = await run("import", "root.json", "account.json", "--from", "aws", "--out", "policy.yaml");
  expect(imported.exitCode).toBe(0);
  expect(imported.stderr).toContain("the cloud refuses other values");
  expect(await readFile(join(workingDirectory, "policy.yaml"), "utf8")).toContain("- Support");
  expect((await run("test", "policy.yaml")).exitCode).toBe(0);
  // What is there is not overwritten.
  expect((await run("import", "root.json", "--from", "aws", "--out", "policy.yaml")).exitCode).toBe(64);
});

test("reads an effective policy in the output of the AWS and Alibaba command lines", async () => {
  await write("effective.json", {
    EffectivePolicy: {
      PolicyType: "TAG_POLICY",
      PolicyContent: JSON.stringify({ tags: { owner: { tag_key: "Owner" } } }),
    },
  });
  const effective = await run("import", "effective.json", "--from", "aws", "--output", "json");
  expect(JSON.parse(effective.stdout)).toMatchObject({
    policy: { rules: [{ id: "tag-policy-owner", spelling: { Owner: [] } }] },
    notImported: [],
  });
  const alibaba = await run("import", "effective.json", "--from", "alibaba");
  expect(alibaba.stdout).toContain("required:");
  await write("other.json", { Statement: [] });
  expect((await run("import", "other.json", "--from", "aws")).exitCode).toBe(64);
  expect((await run("import", "effective.json")).exitCode).toBe(64);
});

test("an imported policy applies to the given accounts, or to every account, with a message", async () => {
  await write("account.json", A);
  const all = await run("import", "account.json", "--from", "aws");
  expect(all.stderr).toContain("everything was imported unchanged.");
  expect(all.stderr).toContain("It applies to every account of aws");
  const accounts = ["--account", "111122223333", "--account", "444455556666"];
  const some = await run("import", "account.json", "--from", "aws", "--output", "json", ...accounts);
  expect(JSON.parse(some.stdout)).toMatchObject({
    policy: { rules: [{ scope: { clouds: ["aws"], accounts: ["111122223333", "444455556666"] } }] },
  });
  expect(some.stderr).not.toContain("every account");
  expect((await run("import", "account.json", "--from", "aws", "--account", "prod")).exitCode).toBe(64);
  expect((await run("test", "--account", "111122223333")).stderr).toContain(
    "none of the options of `crosstag policy import`",
  );
});

test("counts parts that could not be imported", async () => {
  await write("account.json", { tags: { q: { tag_value: { "@@assign": ["what?*", "a"] } } } });
  const imported = await run("import", "account.json", "--from", "aws");
  expect(imported.stderr).toContain("values of KMS tags cannot contain a ?");
  expect(imported.stderr).toContain("1 part could not be imported unchanged.");
});

const example = (reference: string, expected: string, more = "") =>
  `  - { tags: {}, resource: { reference: "${reference}"${more} }, expect: ${expected} }\n`;

test("an example belongs to the cloud of its reference", async () => {
  const name = "acs:kms:cn-hangzhou:1234567890:key/key-hzz1";
  await write(
    "crosstag-policy.yaml",
    `version: 1
rules:
  - { id: owner, scope: { clouds: [alibaba] }, required: [owner] }
examples:
${example(name, "violating")}${example(`arn:${name}`, "violating")}${example(name, "compliant", ", cloud: aws")}${example("arn:aws:kms:eu-central-1:111122223333:key/a", "compliant")}`,
  );
  const result = await run("test");
  expect(result.stderr).toContain("4 examples: all as expected.");
});
