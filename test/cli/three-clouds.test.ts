import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalClouds, startLocalClouds } from "@crosstag/local-clouds";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit, runCrosstag } from "./run-crosstag.ts";

let clouds: LocalClouds;
let directory: string;

beforeAll(async () => {
  clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" }, tencent: { quotas: "off" } });
  directory = await mkdtemp(join(tmpdir(), "crosstag-three-clouds-"));
});
afterAll(async () => {
  await clouds.close();
  await rm(directory, { recursive: true, force: true });
});

const write = (name: string, content: string) => writeFile(join(directory, name), content);

function run(...commandLine: readonly string[]) {
  const environment = { ...clouds.environment(), HOME: directory, CROSSTAG_ALIBABA_ENDPOINT: clouds.alibaba.endpoint };
  return runCrosstag(commandLine, { directory, environment });
}

function dayAfter(days: number): string {
  return new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, "2026-12-30".length);
}

function mapOf(from: string, to: string, changes = ""): string {
  return `version: 1\nmatch: { pairs: [{ from: "${from}", to: "${to}" }] }\n${changes}`;
}

/** Plans, applies and verifies. */
async function copy(from: string, to: string, map: string): Promise<void> {
  const sides = ["--from", from, "--to", to, "--map", map];
  expectExit(await run("migrate", ...sides, "--out", `${map}.plan`), 0);
  expectExit(await run("apply", `${map}.plan`), 0);
  expectExit(await run("migrate", "verify", ...sides), 0);
}

/** Writes the mapping back. */
async function turnRound(from: string, to: string, map: string, back: string): Promise<void> {
  expectExit(await run("migrate", "--reverse", "--from", from, "--to", to, "--map", map, "--out", back), 0);
}

test("one tag command: an outcome for a key, a secret and a certificate of AWS and of Alibaba, and a key of Tencent", async () => {
  const { aws, alibaba, tencent } = clouds;
  const references = [
    aws.keys.createKey().arn,
    aws.secrets.createSecret({ name: "tagged" }).arn,
    aws.certificates.createCertificate().arn,
    alibaba.keys.createKey().arn,
    alibaba.secrets.createSecret("tagged").arn,
    alibaba.certificates.create().arn,
    tencent.keys.createKey({ creatorUin: "100000000009" }).name,
  ];
  const result = await run("tag", ...references, "--set", "team=payments", "--output", "json");
  expectExit(result, 0);
  const { outcomes } = JSON.parse(result.stdout) as {
    readonly outcomes: readonly { readonly reference: string; readonly status: string }[];
  };
  expect(outcomes.map(({ reference, status }) => [reference, status])).toEqual(
    references.map((reference) => [reference, "changed"]),
  );
  expect(tencent.keys.tagsOf(references.at(-1) ?? "")).toEqual({ team: "payments" });
  expect(alibaba.certificates.tagsOf(references[5] ?? "")).toEqual({ team: "payments" });
});

test("keys and secrets that await their deletion, and the day of it, are shown for every cloud", async () => {
  const { aws, alibaba, tencent } = clouds;
  const keys = [aws.keys.createKey().arn, alibaba.keys.createKey().keyId, tencent.keys.createKey().keyId] as const;
  aws.keys.setState(keys[0], "PendingDeletion");
  alibaba.keys.setState(keys[1], "PendingDeletion");
  tencent.keys.setState(keys[2], "PendingDelete");
  for (const { secrets } of [alibaba, tencent]) {
    secrets.createSecret("leaving");
    secrets.markForDeletion("leaving", 20);
  }
  aws.secrets.markForDeletion(aws.secrets.createSecret({ name: "leaving" }).arn, 20);

  const result = await run("list", "--where", "state=pending-deletion", "--kind", "key,secret", "-o", "wide");
  expectExit(result, 0);
  const shown = result.stdout
    .split("\n")
    .flatMap((line) => /^(\w+) +(arn|acs|qcs):.* (\S+ \(.*?\))/.exec(line)?.slice(1) ?? []);
  const [ofKey, ofSecret] = [30, 20].map((days) => `pending-deletion (${dayAfter(days)})`);
  expect(shown).toEqual(["arn", "acs", "qcs"].flatMap((form) => ["key", form, ofKey, "secret", form, ofSecret]));
});

test("the tags of a secret are copied from AWS to Alibaba to Tencent, and back", async () => {
  const { aws, alibaba, tencent } = clouds;
  const tags = { "Cost Center": "R and D", owner: "Zoë K.", note: "", ["k".repeat(127)]: "v", team: "payments" };
  const first = aws.secrets.createSecret({ name: "database", tags }).arn;
  const second = alibaba.secrets.createSecret("database").arn;
  const third = tencent.secrets.createSecret("database").name;
  const rename = "keys: { rename: { Cost Center: cost-center } }\nvalues: { encode: escape }\n";
  await write("one.yaml", mapOf(first, second, rename));
  // Tencent Cloud accepts no empty value.
  await write("two.yaml", mapOf(second, third, 'values: { map: { note: { "": none } } }\n'));

  await copy("aws", "alibaba", "one.yaml");
  const there = alibaba.secrets.tagsOf(second);
  expect(there).toEqual({
    "cost-center": "esc:R=20and=20D",
    owner: "esc:Zo=C3=AB=20K.",
    note: "",
    ["k".repeat(127)]: "v",
    team: "payments",
  });
  await copy("alibaba", "tencent", "two.yaml");
  expect(tencent.secrets.tagsOf(third)).toEqual({ ...there, note: "none" });

  await turnRound("alibaba", "tencent", "two.yaml", "back-two.yaml");
  await turnRound("aws", "alibaba", "one.yaml", "back-one.yaml");
  alibaba.secrets.setTags(second, {});
  aws.secrets.setTags(first, {});
  await copy("tencent", "alibaba", "back-two.yaml");
  expect(alibaba.secrets.tagsOf(second)).toEqual(there);
  await copy("alibaba", "aws", "back-one.yaml");
  expect(aws.secrets.tagsOf(first)).toEqual(tags);
});

/** What the report says is lost, after the rest was written. The mapping is `to-CLOUD.yaml`. */
async function lostAt(to: string) {
  const sides = ["--from", "aws", "--to", to, "--map", `to-${to}.yaml`, "--output", "json"];
  expectExit(await run("migrate", ...sides), 2);
  const allowed = await run("migrate", ...sides, "--allow-loss", "--out", `to-${to}.plan`);
  expectExit(allowed, 0);
  expectExit(await run("apply", `to-${to}.plan`), 0);
  const { pairs } = JSON.parse(allowed.stdout) as {
    readonly pairs: readonly [{ readonly dropped: readonly { readonly tagKey: string; readonly reason: string }[] }];
  };
  return pairs[0].dropped;
}

test("a secret with fifty tags: what a cloud does not accept is reported before anything is lost", async () => {
  const { aws, alibaba, tencent } = clouds;
  const long = "k".repeat(128);
  const many = Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`tag-${index + 10}`, `${index}`]));
  const source = aws.secrets.createSecret({ name: "full", tags: { ...many, empty: "", [long]: "v" } }).arn;
  const second = alibaba.secrets.createSecret("full").arn;
  const third = tencent.secrets.createSecret("full").name;
  await write("to-alibaba.yaml", mapOf(source, second));
  await write("to-tencent.yaml", mapOf(source, third));
  const atAlibaba = await lostAt("alibaba");
  expect(atAlibaba).toHaveLength(30);
  expect(Object.keys(alibaba.secrets.tagsOf(second))).toHaveLength(20);
  const atTencent = await lostAt("tencent");
  expect(new Map(atTencent.map(({ tagKey, reason }) => [tagKey, reason]))).toEqual(
    new Map([
      ["empty", "does-not-fit"],
      [long, "does-not-fit"],
    ]),
  );
  expect(tencent.secrets.tagsOf(third)).toEqual(many);
});
