import { readFile, writeFile } from "node:fs/promises";
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
const read = (name: string) => readFile(join(scene.directory, name), "utf8");

const POLICY = `version: 1
name: Company tags
teamKey: team
rules:
  - id: owner
    text: Each key has an owner.
    tags:
      team: { required: true }
      owner: { required: true, format: email }
  - id: env
    severity: warning
    tags: { env: { oneOf: [prod, test] } }
`;

interface Report {
  readonly summary: {
    readonly resources: number;
    readonly results: Readonly<Record<string, number>>;
    readonly rules: readonly { readonly id: string; readonly violating: number; readonly applied: number }[];
    readonly waivers: readonly { readonly state: string }[];
  };
  readonly resources: readonly {
    readonly reference: string;
    readonly result: string;
    readonly findings: readonly { readonly rule: string; readonly known?: true }[];
  }[];
}

async function check(...options: readonly string[]) {
  const result = await scene.run(["check", "--output", "json", ...options]);
  return { ...result, report: result.stdout === "" ? undefined : (JSON.parse(result.stdout) as Report) };
}

test("every resource of both clouds gets a result; what the cloud manages is classified and not failed", async () => {
  const { aws, alibaba } = scene.clouds;
  await write("crosstag-policy.yaml", POLICY);
  const good = aws.keys.createKey({ tags: { team: "a", owner: "a@example.com", env: "prod" } });
  const untagged = alibaba.keys.createKey({});
  const ofCloud = aws.keys.createKey({ manager: "AWS" });
  const { report, ...result } = await check();
  expectExit(result, 2);
  const resultOf = (arn: string) => report?.resources.find(({ reference }) => reference === arn)?.result;
  expect(resultOf(good.arn)).toBe("compliant");
  expect(resultOf(untagged.arn)).toBe("violating");
  expect(resultOf(ofCloud.arn)).toBe("not-applicable");
  expect(report?.summary).toMatchObject({
    resources: 3,
    results: { compliant: 1, violating: 1, "not-applicable": 1, error: 0 },
  });
  expect(report?.summary.rules[0]).toMatchObject({ id: "owner", applied: 2, violating: 1 });
  const table = await scene.run(["check"]);
  expectExit(table, 2);
  expect(table.stdout).toContain('The tag "team" is missing.');
  expect(table.stdout).toContain(untagged.arn);
  expect(table.stderr).toContain("3 resources: 1 violating");
});

test("named resources are described, too: managers, states, and one under two names", async () => {
  const { aws } = scene.clouds;
  await write("crosstag-policy.yaml", POLICY);
  const ofCloud = aws.keys.createKey({ manager: "AWS" });
  const managed = await check(ofCloud.arn);
  expectExit(managed, 0);
  expect(managed.report?.resources.map(({ result }) => result)).toEqual(["not-applicable"]);
  const planned = await scene.run(["enforce", ofCloud.arn, "--output", "json"]);
  expectExit(planned, 0);
  expect(JSON.parse(planned.stdout)).toMatchObject({ plan: { summary: { changes: 0 } }, manual: [] });

  await write(
    "states.yaml",
    "version: 1\nrules:\n  - { id: off, scope: { states: [disabled] }, required: [reason] }\n",
  );
  const disabled = aws.keys.createKey({ state: "Disabled", aliases: ["alias/off"] });
  const enabled = aws.keys.createKey();
  const { report, ...result } = await check(
    "--policy",
    "states.yaml",
    "--cloud",
    "aws",
    disabled.arn,
    "alias/off",
    enabled.arn,
  );
  expectExit(result, 2);
  expect(report?.resources.map((one) => `${one.result} ${one.reference}`)).toEqual([
    `violating ${disabled.arn}`,
    `compliant ${enabled.arn}`,
  ]);
});

test("everything is found, read and named in full when no account is configured", async () => {
  await write("crosstag-policy.yaml", POLICY);
  scene.clouds.aws.keys.createKey({ tags: { team: "a", owner: "a@example.com" } });
  scene.clouds.alibaba.secrets.createSecret("db", { team: "a", owner: "a@example.com" });
  for (const command of [["check"], ["check", "--no-describe"], ["list"], ["export"]]) {
    const told = await scene.run([...command, "--output", "jsonl"]);
    expectExit(told, 0);
    expect(told.stdout).toMatch(/"reference":"acs:kms:[^"]*:\d+:secret\/db"/);
  }
});

test("only findings of at least --fail-on fail the check; a warning alone does not", async () => {
  await write("crosstag-policy.yaml", POLICY);
  scene.clouds.aws.keys.createKey({ tags: { team: "a", owner: "a@example.com", env: "production" } });
  const exits = [];
  for (const severity of ["error", "warning", "info", "never"])
    exits.push((await check("--fail-on", severity)).exitCode);
  expect(exits).toEqual([0, 2, 2, 0]);
});

test("a resource that could not be read is an error of the check and never compliant", async () => {
  await write("crosstag-policy.yaml", POLICY);
  const known = scene.clouds.aws.keys.createKey({ tags: {} }).arn;
  const gone = known.replace(/[^/]+$/, "00000000-0000-0000-0000-000000000000");
  const { report, ...result } = await check("--cloud", "aws", gone);
  expectExit(result, 3);
  expect(report?.summary.results).toMatchObject({ compliant: 0, error: 1 });
  // If an alias in a rule cannot be resolved, it is not known which resource the rule applies to.
  await write(
    "crosstag-policy.yaml",
    "version: 1\nrules: [{ id: a, scope: { aliases: [alias/none] }, required: [x] }]\n",
  );
  expectExit(await check("--cloud", "aws"), 3);
});

test("waivers suppress through their last day; with a baseline, only new findings fail", async () => {
  const { aws } = scene.clouds;
  await write("crosstag-policy.yaml", POLICY);
  const key = aws.keys.createKey({ tags: { team: "a" } });
  const waiver = (expires: string) =>
    write(
      "waivers.yaml",
      `version: 1\nwaivers:\n  - { rules: [owner], select: { references: ["${key.arn}"] }, owner: Zoe, reason: "moves away", ticket: T-1, expires: "${expires}" }\n`,
    );
  await waiver("2999-12-31");
  const waived = await check("--waivers", "waivers.yaml");
  expectExit(waived, 0);
  expect(waived.report?.summary).toMatchObject({ results: { suppressed: 1 }, waivers: [{ state: "used" }] });
  await waiver("2020-01-01");
  const ended = await check("--waivers", "waivers.yaml");
  expectExit(ended, 2);
  expect(ended.stderr).toContain('The waiver "waiver 1" of Zoe expired on 2020-01-01');

  expectExit(await check("--report", "json=accepted.json"), 2);
  expectExit(await check("--baseline", "accepted.json"), 0);
  aws.keys.createKey({ tags: {} });
  expectExit(await check("--baseline", "accepted.json"), 2);
});

test("all reports of one check, and the trend in the page", async () => {
  await write("crosstag-policy.yaml", POLICY);
  scene.clouds.aws.keys.createKey({ tags: { team: "=HYPERLINK(1)" } });
  const forms = ["json", "csv", "sarif", "junit", "markdown", "html"];
  const reports = forms.flatMap((form) => ["--report", `${form}=out.${form}`]);
  expectExit(await scene.run(["check", ...reports]), 2);
  expect(JSON.parse(await read("out.json"))).toMatchObject({ format: "crosstag-check/1" });
  expect(await read("out.csv")).toContain(`"'=HYPERLINK(1)"`);
  expect(JSON.parse(await read("out.sarif"))).toMatchObject({
    version: "2.1.0",
    runs: [{ results: [{ ruleId: "owner" }] }],
  });
  expect(await read("out.junit")).toContain('failures="1"');
  expect(await read("out.markdown")).toContain("## Tags: Company tags");
  expect(await read("out.html")).not.toContain("Trend");
  expectExit(await scene.run(["check", "--trend", "out.json", "--report", "html=two.html"]), 2);
  expect(await read("two.html")).toContain("Trend");
});

test("an inventory is checked without calling a cloud", async () => {
  await write("crosstag-policy.yaml", POLICY);
  scene.clouds.aws.keys.createKey({ tags: { team: "a" } });
  expectExit(await scene.run(["export", "--out", "all.jsonl"]), 0);
  const asked = scene.requests();
  const { report, ...result } = await check("--inventory", "all.jsonl");
  expectExit(result, 2);
  expect(report?.summary.resources).toBe(1);
  expect(scene.requests()).toBe(asked);
});

test("rules for an alias and for a state apply to the right resources", async () => {
  const { aws } = scene.clouds;
  await write(
    "crosstag-policy.yaml",
    `version: 1
rules:
  - { id: billing, scope: { clouds: [aws], aliases: [alias/billing] }, required: [cost] }
  - { id: off, scope: { states: [disabled] }, required: [why-off] }
`,
  );
  const billing = aws.keys.createKey({ aliases: ["alias/billing"], tags: {} });
  const off = aws.keys.createKey({ state: "Disabled", tags: {} });
  aws.keys.createKey({ tags: {} });
  // Of another cloud there may be an alias of that name, too, or none.
  const { report } = await check();
  const broken = report?.resources.flatMap(({ reference, findings }) =>
    findings.map(({ rule }) => `${rule} ${reference}`),
  );
  expect(broken?.toSorted()).toEqual([`billing ${billing.arn}`, `off ${off.arn}`]);
});

test("problems of files and the command line are reported before any cloud is called", async () => {
  const missing = await scene.run(["check"]);
  expectExit(missing, 64);
  await write("crosstag-policy.yaml", "version: 1\nrules:\n  - id: a\n    tags: { team: { matches: '(' } }\n");
  const wrong = await scene.run(["check"]);
  expectExit(wrong, 1);
  expect(wrong.stderr).toContain("crosstag-policy.yaml:4:30: Rule 1: tags.team.matches must be a regular expression");
  await write("crosstag-policy.yaml", POLICY);
  expectExit(await scene.run(["check", "--report", "pdf=x.pdf"]), 64);
  expectExit(await scene.run(["check", "--report", "html=no/such/folder.html"]), 64);
  expect(scene.requests()).toBe(0);
});

test("a waiver with an unknown rule is reported, with a suggestion", async () => {
  scene.clouds.aws.keys.createKey({ tags: { team: "a", owner: "a@example.com", env: "prod" } });
  await write("crosstag-policy.yaml", POLICY);
  const rest = 'owner: Zoe, reason: moves, expires: "2999-12-31" }';
  await write(
    "waivers.yaml",
    `version: 1
waivers:
  - { id: W-1, rules: [ownr, env, "o*"], ${rest}
  - { rules: [something-else], ${rest}
  - { id: ended, rules: [gone], ${rest.replace("2999", "2020")}
`,
  );
  for (const command of ["check", "enforce"]) {
    const { stderr } = await scene.run([command, "--waivers", "waivers.yaml"]);
    expect(stderr.split("\n").filter((line) => line.includes("names the rule"))).toEqual([
      'warning: The waiver "W-1" names the rule "ownr", which the policy does not have. Did you mean "owner"?',
      'warning: The waiver "waiver 2" names the rule "something-else", which the policy does not have.',
    ]);
  }
});

test("a listing that fails ends the check with 3, and every report states first that it is incomplete", async () => {
  scene.clouds.aws.keys.createKey({ tags: { team: "a", owner: "a@example.com", env: "prod" } });
  await write("crosstag-policy.yaml", POLICY);
  const result = await scene.run(["check", "--output", "json", "--report", "json=report.json"], {
    environment: { AWS_SECRET_ACCESS_KEY: "another" },
  });
  expectExit(result, 3);
  const incomplete = expect.stringMatching(/^The resources of "aws" .* could not be listed completely:/);
  for (const text of [result.stdout, await read("report.json")])
    expect((JSON.parse(text) as { summary: object }).summary).toMatchObject({
      warnings: [incomplete],
    });
});

test("values of tags are shown only if they are asked for, on the screen and in reports for people", async () => {
  const { aws } = scene.clouds;
  await write("crosstag-policy.yaml", POLICY);
  const value = "canary-value-5d21";
  aws.keys.createKey({ description: "Invoices", tags: { team: "a", owner: "a@example.com", env: value } });
  const options = ["--fail-on", "never", "--report", "html=tags.html", "--report", "sarif=tags.sarif"];
  const hidden = await scene.run(["check", ...options]);
  expectExit(hidden, 0);
  expect(hidden.stdout + hidden.stderr + (await read("tags.html"))).not.toContain(value);
  const shown = await scene.run(["check", "--show-values", ...options]);
  expectExit(shown, 0);
  expect(shown.stdout).toContain(`  Value: "${value}"\n`);
  expect(shown.stderr).not.toContain(value);
  expect(await read("tags.html")).toContain(value);
  expect(await read("tags.html")).toContain('"about":"Invoices"');
  expect(await read("tags.sarif")).not.toContain(value);
});
