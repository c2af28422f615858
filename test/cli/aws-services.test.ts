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

const write = (name: string, content: string) => writeFile(join(scene.directory, name), content);

async function json<Document>(commandLine: readonly string[], exitCode = 0): Promise<Document> {
  const result = await scene.run([...commandLine, "--output", "json"]);
  expectExit(result, exitCode);
  return JSON.parse(result.stdout) as Document;
}

async function listed(...options: readonly string[]) {
  const { resources } = await json<Listed>(["list", "--cloud", "aws", ...options]);
  return resources;
}

interface Tagged {
  readonly outcomes: readonly { readonly reference: string; readonly status: string }[];
}
interface Listed {
  readonly resources: readonly { readonly reference: string; readonly kind: string; readonly details?: object }[];
}

test("one tag command serves a key, a secret and a certificate of AWS and of Alibaba, and asks each cloud once who calls", async () => {
  const { aws, alibaba } = scene.clouds;
  aws.requests.clear();
  const references = [
    aws.keys.createKey().arn,
    aws.secrets.createSecret({ name: "prod/db" }).arn,
    aws.certificates.createCertificate({ keyAlgorithm: "EC_prime256v1" }).arn,
    alibaba.keys.createKey().arn,
    alibaba.secrets.createSecret("prod/db").arn,
    alibaba.certificates.create().arn,
  ];
  const { outcomes } = await json<Tagged>(["tag", ...references, "--set", "team=payments"]);
  expect(outcomes.map(({ reference }) => reference)).toEqual(references);
  expect(outcomes.slice(0, 5).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => "changed"));
  expect(aws.secrets.tagsOf(references[1] ?? "")).toEqual({ team: "payments" });
  expect(aws.certificates.tagsOf(references[2] ?? "")).toEqual({ team: "payments" });
  expect(aws.requests.count("GetCallerIdentity")).toBe(1);
});

test("the kinds of a list: keys by default, each kind if it is named, and what cannot be changed is in it", async () => {
  const { aws } = scene.clouds;
  const marked = aws.secrets.createSecret({ name: "marked", deletedInDays: 7 });
  expect(new Set((await listed()).map(({ kind }) => kind))).toEqual(new Set(["key"]));
  const secrets = await listed("--kind", "secret");
  expect(secrets.map(({ reference }) => reference)).toContain(marked.arn);
  expect(new Set(secrets.map(({ kind }) => kind))).toEqual(new Set(["secret"]));
  expect((await listed("--kind", "certificate")).map(({ kind }) => kind)).toContain("certificate");
});

test("plan, apply and undo of secrets and certificates, by their ARNs", async () => {
  const { aws } = scene.clouds;
  const secret = aws.secrets.createSecret({ name: "planned", tags: { Owner: "a" } });
  const certificate = aws.certificates.createCertificate({ tags: { Owner: "a" } });
  await write(
    "crosstag-tags.yaml",
    `version: 1\nstatements:\n  - select: { references: ["${secret.arn}", "${certificate.arn}"] }\n    rename: { Owner: owner }\n`,
  );
  const made = await scene.run(["plan", "--out", "plan.json"]);
  expectExit(made, 0);
  expect(made.stdout).toContain("aws/111122223333/us-east-1/secretsmanager");
  expect(made.stdout).toContain("aws/111122223333/us-east-1/acm");
  expectExit(await scene.run(["apply", "plan.json"]), 0);
  expect([aws.secrets.tagsOf(secret.arn), aws.certificates.tagsOf(certificate.arn)]).toEqual([
    { owner: "a" },
    { owner: "a" },
  ]);
  expectExit(await scene.run(["undo", "latest", "--yes"]), 0);
  expect([aws.secrets.tagsOf(secret.arn), aws.certificates.tagsOf(certificate.arn)]).toEqual([
    { Owner: "a" },
    { Owner: "a" },
  ]);
});

test("check and export cover secrets if they are asked for", async () => {
  const { aws } = scene.clouds;
  const good = aws.secrets.createSecret({ name: "good", tags: { team: "a" } });
  const bad = aws.secrets.createSecret({ name: "bad" });
  const rds = aws.secrets.createSecret({ name: "rds!cluster-1", owningService: "rds" });
  await write(
    "crosstag-policy.yaml",
    "version: 1\nname: Company tags\nrules: [{ id: team, text: Each has a team., tags: { team: { required: true } } }]\n",
  );
  const report = await json<{ resources: { reference: string; result: string }[] }>(
    ["check", "--kind", "secret", "--cloud", "aws"],
    2,
  );
  const resultOf = ({ arn }: { readonly arn: string }) =>
    report.resources.find(({ reference }) => reference === arn)?.result;
  expect([good, bad, rds].map(resultOf)).toEqual(["compliant", "violating", "not-applicable"]);
  const exported = await scene.run(["export", "--kind", "secret", "--cloud", "aws"]);
  expectExit(exported, 0);
  const entries = exported.stdout.split("\n").map((line) => JSON.parse(line) as { kind: string; reference: string });
  expect(entries.map(({ reference }) => reference)).toEqual(expect.arrayContaining([good.arn, bad.arn]));
  expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(["secret"]));
});

test("the tags of secrets are copied from AWS to Alibaba and back, and compared", async () => {
  const { aws, alibaba } = scene.clouds;
  const source = aws.secrets.createSecret({ name: "moved", tags: { team: "payments", env: "prod" } });
  const target = alibaba.secrets.createSecret("moved", { own: "stays" });
  await write("pairs.csv", `from,to\n${source.arn},${target.arn}\n`);
  await write("map.yaml", "version: 1\nmatch: { file: pairs.csv }\n");
  expectExit(
    await scene.run(["migrate", "--from", "aws", "--to", "alibaba", "--map", "map.yaml", "--out", "move.json"]),
    0,
  );
  expectExit(await scene.run(["apply", "move.json"]), 0);
  expect(alibaba.secrets.tagsOf(target.arn)).toEqual({ own: "stays", team: "payments", env: "prod" });
  expectExit(await scene.run(["migrate", "verify", "--from", "aws", "--to", "alibaba", "--map", "map.yaml"]), 0);
  alibaba.secrets.setTags(target.arn, { team: "search" });
  await write("back.csv", `from,to\n${target.arn},${source.arn}\n`);
  await write("back.yaml", "version: 1\nmatch: { file: back.csv }\n");
  expectExit(
    await scene.run(["migrate", "--from", "alibaba", "--to", "aws", "--map", "back.yaml", "--out", "back.json"]),
    0,
  );
  expectExit(await scene.run(["apply", "back.json"]), 0);
  expect(aws.secrets.tagsOf(source.arn)).toEqual({ team: "search", env: "prod" });
});
