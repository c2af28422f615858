import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

interface Result {
  readonly cloud: string;
  readonly result: string;
  readonly tooMany: number;
  readonly tags: readonly { readonly tagKey: string; readonly result: string; readonly violations: object[] }[];
  readonly violations: readonly { readonly rule: string }[];
  readonly warnings: readonly { readonly rule: string }[];
}

async function portability(...options: readonly string[]) {
  const result = await scene.run(["portability", "--output", "json", ...options]);
  return { ...result, results: (JSON.parse(result.stdout) as { results: Result[] }).results };
}

test("single tags: unchanged, with a mapping, not portable, each with the rule; no calls are made", async () => {
  const sent = scene.requests();
  const long = `long=${"a".repeat(200)}`;
  const { results, exitCode } = await portability("team=payments", "owner=Zoë", "aliyun-x=1", long, "--for", "alibaba");
  expect(exitCode).toBe(2);
  expect(results[0]?.tags).toMatchObject([
    { tagKey: "team", result: "unchanged", violations: [] },
    {
      tagKey: "owner",
      result: "needs-mapping",
      violations: [{ rule: "alibaba.value-characters", character: { position: 2, text: "ë" } }],
      remedy: { values: { encode: ["escape"] } },
    },
    { tagKey: "aliyun-x", result: "needs-mapping", violations: [{ rule: "alibaba.reserved-prefix" }] },
    { tagKey: "long", result: "not-portable", violations: [{ rule: "alibaba.value-length" }] },
  ]);
  expect(scene.requests()).toBe(sent);
  expectExit(await scene.run(["portability", "team=payments"]), 0);
});

test("a whole inventory: too many tags, keys that differ in case, a kind that the other cloud does not have", async () => {
  const { aws, alibaba } = scene.clouds;
  const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`tag-${index}`, "x"]));
  const full = aws.keys.createKey({ tags: many });
  aws.keys.createKey({ tags: { Team: "a", team: "b", "cost center": "7" } });
  alibaba.secrets.createSecret("database", { team: "search" });
  expectExit(await scene.run(["export", "--out", "all.jsonl"]), 0);

  const { results } = await portability("--inventory", "all.jsonl", "--for", "alibaba");
  expect(results).toMatchObject([
    { reference: full.arn, result: "not-portable", tooMany: 1, violations: [{ rule: "alibaba.tags-per-resource" }] },
    { result: "needs-mapping", tooMany: 0, warnings: [{ rule: "alibaba.case-collision" }] },
    { result: "unchanged", kind: "secret" },
  ]);
  const toQkms = await portability("--inventory", "all.jsonl", "--for", "qkms");
  expect(toQkms.results.at(-1)).toMatchObject({
    result: "not-portable",
    violations: [{ rule: "crosstag.unsupported" }],
  });

  const table = await scene.run(["portability", "--inventory", "all.jsonl", "--for", "alibaba"]);
  expect(table.stdout).toMatch(/^alibaba +3 +1 +1 +1$/m);
  expect(table.stdout).toContain('alibaba, tag "cost center", needs a mapping: 1 resource');
  expect(table.stdout).toContain("Suggested key: cost-center. To choose it, write in the mapping:");
  expect(table.stdout).toContain("keys: { rename: { cost center: cost-center } }");
});

test("migrate accepts the suggested mapping", async () => {
  const line = { provider: "aws", kind: "key", reference: "arn:aws:kms:eu-central-1:111122223333:key/x" };
  await writeFile(
    join(scene.directory, "one.jsonl"),
    `${JSON.stringify({ ...line, tags: { "cost center": "Zoë" } })}\n`,
  );
  const suggested = await scene.run([
    "portability",
    "--inventory",
    "one.jsonl",
    "--for",
    "alibaba",
    "--suggest",
    "map.yaml",
  ]);
  expectExit(suggested, 2);
  expect(await readFile(join(scene.directory, "map.yaml"), "utf8")).toBe(
    "version: 1\nkeys:\n  encode:\n    - escape\nvalues:\n  encode:\n    - escape\n",
  );
  const proof = await scene.run([
    "migrate",
    "--reverse",
    "--map",
    "map.yaml",
    "--from",
    "one.jsonl",
    "--to",
    "alibaba",
  ]);
  expectExit(proof, 0);
  expect(proof.stdout).toBe("version: 1\nkeys:\n  decode:\n    - escape\nvalues:\n  decode:\n    - escape");
  expect(proof.stderr).toContain("Round trip: 1 of 1 tag are restored unchanged.");
});
