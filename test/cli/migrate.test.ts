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

interface Migrated {
  readonly pairs: readonly {
    readonly source: string;
    readonly target: string;
    readonly changed: readonly { readonly from: { key: string }; readonly to: { key: string; value: string } }[];
    readonly dropped: readonly { readonly tagKey: string; readonly reason: string }[];
    readonly problems: readonly { readonly problem: string; readonly tagKeys: readonly string[] }[];
  }[];
  readonly problems: readonly { readonly problem: string; readonly message: string }[];
  readonly plan?: { readonly summary: { readonly changes: number }; readonly origin: { readonly by: string } };
}

async function migrate(...options: readonly string[]) {
  const result = await scene.run(["migrate", "--output", "json", ...options]);
  const document = result.stdout === "" ? undefined : (JSON.parse(result.stdout) as Migrated);
  return { ...result, document };
}

test("tags are copied to Alibaba and back: refused characters are encoded, keys renamed, values mapped", async () => {
  const { aws, alibaba } = scene.clouds;
  const tags = { "Cost Center": "R and D", owner: "Zoë K.", env: "prod", team: "payments" };
  const source = aws.keys.createKey({ tags });
  const target = alibaba.keys.createKey({ tags: { own: "stays" } });
  await write("pairs.csv", `from,to,note\n${source.arn},${target.arn},first\n`);
  await write(
    "map.yaml",
    `version: 1
match: { file: pairs.csv }
keys: { rename: { Cost Center: cost-center } }
values:
  map: { env: { prod: production } }
  encode: escape
`,
  );
  const sides = ["--from", "aws", "--to", "alibaba", "--map", "map.yaml"];
  const planned = await migrate(...sides, "--out", "plan.json");
  expectExit(planned, 0);
  expect(planned.document?.plan).toMatchObject({
    summary: { changes: 1 },
    origin: { by: "migration from aws to alibaba under map.yaml" },
  });
  expect(alibaba.keys.tagsOf(target.arn)).toEqual({ own: "stays" });

  expectExit(await scene.run(["migrate", "verify", ...sides]), 2);
  expectExit(await scene.run(["apply", "plan.json"]), 0);
  expect(alibaba.keys.tagsOf(target.arn)).toEqual({
    own: "stays",
    "cost-center": "esc:R=20and=20D",
    owner: "esc:Zo=C3=AB=20K.",
    env: "production",
    team: "payments",
  });
  expectExit(await scene.run(["migrate", "verify", ...sides]), 0);

  // The source loses everything, and gets it back from the target under the mapping turned round.
  const reversed = await scene.run(["migrate", "--reverse", ...sides, "--out", "back.yaml"]);
  expectExit(reversed, 0);
  expect(reversed.stderr).toContain("Round trip: 4 of 4 tags are restored unchanged.");
  expectExit(await scene.run(["untag", source.arn, "--all"]), 0);
  const back = ["--from", "alibaba", "--to", "aws", "--map", "back.yaml"];
  expectExit(await migrate(...back, "--out", "back.json"), 0);
  expectExit(await scene.run(["apply", "back.json"]), 0);
  expect(aws.keys.tagsOf(source.arn)).toEqual({ ...tags, own: "stays" });
  expectExit(await scene.run(["migrate", "verify", ...back]), 0);
});

test("without a mapping, tags that Alibaba refuses are problems; with --allow-loss they are dropped", async () => {
  const { aws, alibaba } = scene.clouds;
  const source = aws.keys.createKey({ tags: { owner: "Zoë", team: "payments" } });
  const target = alibaba.keys.createKey({});
  await write("map.yaml", `version: 1\nmatch: { pairs: [{ from: "${source.arn}", to: "${target.arn}" }] }\n`);
  const sides = ["--from", "aws", "--to", "alibaba", "--map", "map.yaml", "--out", "plan.json"];
  const refused = await migrate(...sides);
  expectExit(refused, 2);
  expect(refused.stderr).toContain('The tag "owner" would be lost');
  expect(refused.stderr).not.toContain("Zoë");
  expect(refused.document?.plan).toBeUndefined();
  await expect(readFile(join(scene.directory, "plan.json"))).rejects.toThrow("ENOENT");

  const allowed = await migrate(...sides, "--allow-loss");
  expectExit(allowed, 0);
  expect(allowed.document?.pairs[0]?.dropped).toMatchObject([{ tagKey: "owner", reason: "does-not-fit" }]);
  expectExit(await scene.run(["apply", "plan.json"]), 0);
  expect(alibaba.keys.tagsOf(target.arn)).toEqual({ team: "payments" });
  const verify = ["migrate", "verify", "--from", "aws", "--to", "alibaba", "--map", "map.yaml"];
  expectExit(await scene.run(verify), 2);
  expectExit(await scene.run([...verify, "--allow-loss"]), 0);
});

test("fifty tags on a key that accepts twenty: priorities are copied, existing tags stay", async () => {
  const { aws, alibaba } = scene.clouds;
  const many = Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`tag-${index + 10}`, `${index}`]));
  const source = aws.keys.createKey({ tags: { ...many, team: "payments", zone: "z" } });
  const target = alibaba.keys.createKey({ tags: { own: "stays" } });
  const pairs = `match: { pairs: [{ from: "${source.arn}", to: "${target.arn}" }] }`;
  await write("map.yaml", `version: 1\n${pairs}\npriorities: [zone, team]\n`);
  const sides = ["--from", "aws", "--to", "alibaba", "--map", "map.yaml"];
  expectExit(await migrate(...sides), 2);
  const planned = await migrate(...sides, "--allow-loss", "--out", "plan.json");
  expectExit(planned, 0);
  expect(planned.document?.pairs[0]?.dropped).toHaveLength(31);
  expectExit(await scene.run(["apply", "plan.json"]), 0);
  const there = alibaba.keys.tagsOf(target.arn);
  expect(Object.keys(there)).toHaveLength(20);
  expect(there).toMatchObject({ own: "stays", team: "payments", zone: "z", "tag-10": "0" });
  expectExit(await scene.run(["migrate", "verify", ...sides, "--allow-loss"]), 0);
});

test("two tags on one key, and two resources on one, are errors that name both; nothing is planned", async () => {
  const { aws, alibaba } = scene.clouds;
  const first = aws.keys.createKey({ tags: { Team: "a", team: "b" } });
  const second = aws.keys.createKey({ tags: {} });
  const target = alibaba.keys.createKey({});
  const twice = `pairs: [{ from: "${first.arn}", to: "${target.arn}" }, { from: "${second.arn}", to: "${target.keyId}" }]`;
  await write("map.yaml", `version: 1\nmatch: { ${twice} }\n`);
  const landing = await migrate("--from", "aws", "--to", "alibaba", "--map", "map.yaml");
  expectExit(landing, 2);
  expect(landing.document?.problems).toMatchObject([{ problem: "two-sources" }]);
  expect(landing.stderr).toContain(`${first.arn} and ${second.arn} have the same target`);

  await write(
    "map.yaml",
    `version: 1\nmatch: { pairs: [{ from: "${first.arn}", to: "${target.arn}" }] }\nkeys: { rename: { Team: team } }\n`,
  );
  const colliding = await migrate("--from", "aws", "--to", "alibaba", "--map", "map.yaml", "--allow-loss");
  expectExit(colliding, 2);
  expect(colliding.document?.pairs[0]?.problems).toMatchObject([{ problem: "collision", tagKeys: ["Team", "team"] }]);
  expect(colliding.stderr).toContain('The tags "Team" and "team" would have the same key "team".');
});

test("resources are paired by a tag, from an inventory while the source cannot be reached", async () => {
  const { aws, alibaba } = scene.clouds;
  aws.keys.createKey({ tags: { id: "billing", team: "payments" } });
  aws.keys.createKey({ tags: { id: "search", team: "search" } });
  aws.keys.createKey({ tags: { team: "nobody" } });
  const billing = alibaba.keys.createKey({ tags: { "migration-id": "billing" } });
  const search = alibaba.keys.createKey({ tags: { "migration-id": "search" } });
  await write("map.yaml", "version: 1\nmatch: { tag: { from: id, to: migration-id } }\nexclude: [id]\n");
  expectExit(await scene.run(["export", "--cloud", "aws", "--out", "aws.csv"]), 0);
  const asked = aws.requests.count();
  const sides = ["--from", "aws.csv", "--to", "alibaba", "--map", "map.yaml"];
  const planned = await migrate(...sides, "--out", "plan.json");
  expectExit(planned, 0);
  expect(planned.stderr).toContain("1 resource of the source without a target");
  expectExit(await scene.run(["apply", "plan.json", "--cloud", "alibaba"]), 0);
  expect(alibaba.keys.tagsOf(billing.arn)).toEqual({ "migration-id": "billing", team: "payments" });
  expect(alibaba.keys.tagsOf(search.arn)).toEqual({ "migration-id": "search", team: "search" });
  expectExit(await scene.run(["migrate", "verify", ...sides]), 0);
  expect(aws.requests.count()).toBe(asked);
});

test("resources are paired by alias, in a cloud and in an inventory of it", async () => {
  const { aws, alibaba } = scene.clouds;
  aws.keys.createKey({ tags: { team: "payments" }, aliases: ["alias/billing"] });
  aws.keys.createKey({ tags: { team: "search" } });
  const target = alibaba.keys.createKey({ aliases: ["alias/billing-key"] });
  await write("map.yaml", "version: 1\nmatch: { aliases: [{ from: alias/billing, to: alias/billing-key }] }\n");
  const exported = ["alias/billing", "--cloud", "aws", "--resolve-aliases", "--out", "billing.jsonl"];
  expectExit(await scene.run(["export", ...exported]), 0);
  for (const from of ["aws", "billing.jsonl"]) {
    const planned = await migrate("--from", from, "--to", "alibaba", "--map", "map.yaml");
    expectExit(planned, 0);
    expect(planned.document).toMatchObject({
      pairs: [{ target: target.arn, by: "alias" }],
      plan: { summary: { changes: 1 } },
    });
  }
  await write("map.yaml", "version: 1\nmatch: { aliases: [alias/missing] }\n");
  const missing = await migrate("--from", "aws", "--to", "alibaba", "--map", "map.yaml");
  expectExit(missing, 3);
  expect(missing.document?.problems.map(({ problem }) => problem)).toContain("unreadable");
});

test("without a mapping, resources of the same kind and id are paired; no pairs is an error", async () => {
  const { aws, alibaba } = scene.clouds;
  const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
  aws.keys.createKey({ tags: { team: "payments" } });
  alibaba.keys.createKey({});
  const sides = ["--from", "aws", "--to", "alibaba"];
  const none = await migrate(...sides, "--out", "plan.json");
  expectExit(none, 2);
  expect(none.stderr).toContain(
    "There is no pair of resources to copy tags between.\n  Without `match` in a mapping, resources of the same kind and id are paired.\n  To pair others, add `match`",
  );
  await write("by-tag.yaml", "version: 1\nmatch: { tag: name }\n");
  const byTag = await migrate(...sides, "--map", "by-tag.yaml");
  expectExit(byTag, 2);
  expect(byTag.stderr).toContain(
    'The mapping pairs resources with the same value of the tag "name". Set it on both sides, or write another tag',
  );
  expectExit(await scene.run(["migrate", "verify", ...sides]), 2);
  aws.keys.createKey({ keyId, tags: { team: "search" } });
  alibaba.keys.createKey({ keyId });
  const one = await migrate(...sides);
  expectExit(one, 0);
  expect(one.document).toMatchObject({ pairs: [{ by: "id" }], plan: { summary: { changes: 1 } } });
});

test("problems of a mapping are reported line by line, and both sides are required", async () => {
  await write("map.yaml", "version: 1\nkeys:\n  renam: {}\nvalues:\n  encode: rot13\n");
  const mistaken = await scene.run(["migrate", "--from", "aws", "--to", "alibaba", "--map", "map.yaml"]);
  expectExit(mistaken, 1);
  expect(mistaken.stderr).toContain('map.yaml:3:3: The key "renam" is not known here. Did you mean rename?');
  expect(mistaken.stderr).toContain("map.yaml:5:11: values.encode must be one of escape, base64url");
  expectExit(await scene.run(["migrate", "--from", "aws"]), 64);
  expectExit(await scene.run(["migrate", "--reverse"]), 64);
  expectExit(await scene.run(["migrate", "--from", "aws", "--to", "alibaba", "--region", "cn-hangzhou"]), 64);
});

test("what can be paired is planned when a kind of one side cannot be listed, the rest is named, and no pair is guessed: exit 3", async () => {
  const { aws, alibaba } = scene.clouds;
  const { arn: source } = aws.keys.createKey({ tags: { match: "1", team: "payments" } });
  const { arn: target } = alibaba.keys.createKey({ tags: { match: "1" } });
  const [database, other] = [
    "acs:kms:cn-hangzhou:1234567890123456:secret/database",
    "acs:kms:cn-hangzhou:1234567890123456:secret/other",
  ] as const;
  alibaba.secrets.createSecret("database", { match: "2", team: "core" });
  alibaba.secrets.createSecret("other", { match: "3" });
  const records = [
    { provider: "alibaba", kind: "secret", reference: database.replace("database", "copy"), tags: { match: "2" } },
    { provider: "aws", kind: "key", reference: source, tags: { match: "1", team: "payments" } },
  ];
  await write("copies.jsonl", records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  await write("by-tag.yaml", "version: 1\nmatch: { tag: match }\n");
  await write(
    "named.yaml",
    `version: 1\nmatch:\n  tag: match\n  pairs: [{ from: "${database.replace("database", "copy")}", to: "${other}" }]\n`,
  );
  const denied = JSON.stringify({ Code: "Forbidden.NoPermission", Message: "denied", RequestId: "r-1", HostId: "h" });
  const allow = alibaba.after("ListSecrets", (answer) => ({ ...answer, status: 403, body: denied }));
  const sides = ["--from", "copies.jsonl", "--to", "alibaba"];
  const byTag = await migrate(...sides, "--map", "by-tag.yaml", "--out", "plan.json");
  const named = await migrate(...sides, "--map", "named.yaml");
  const verified = await scene.run(["migrate", "verify", ...sides, "--map", "by-tag.yaml"]);
  const backwards = await migrate("--from", "alibaba", "--to", "aws", "--map", "by-tag.yaml");
  allow();

  expectExit(byTag, 3);
  expect(byTag.document?.pairs.map((pair) => pair.target)).toEqual([target]);
  expect(byTag.document).toMatchObject({
    plan: { summary: { changes: 1 } },
    unmatched: [],
    undecided: [database.replace("database", "copy")],
    unlisted: [{ cloud: "alibaba", kind: "secret", error: { code: "access-denied" } }],
  });
  expect(byTag.stderr).toContain('There may be more: the secrets of "alibaba" (alibaba, cn-hangzhou)');
  expect(byTag.stderr).toContain("1 resource of the source not paired by a tag or an id");
  expectExit(named, 3);
  expect(named.document?.pairs.map((pair) => pair.target).toSorted()).toEqual([target, other].toSorted());
  expectExit(verified, 3);
  expect(verified.stderr).toContain("There may be more:");
  expectExit(backwards, 3);
  expect(backwards.document?.pairs.map((pair) => pair.target)).toEqual([source]);
});

test("a kind of the AWS side that cannot be listed ends nothing that is named", async () => {
  const { aws, alibaba } = scene.clouds;
  const { arn: source } = aws.keys.createKey({ tags: { team: "payments" } });
  const { arn: target } = alibaba.keys.createKey({});
  await write("pairs.yaml", `version: 1\nmatch: { pairs: [{ from: "${source}", to: "${target}" }] }\n`);
  await write("by-id.yaml", "version: 1\n");
  const denied = JSON.stringify({ __type: "AccessDeniedException", message: "denied" });
  const allow = aws.after("ListKeys", (answer) => ({ ...answer, status: 400, body: denied }));
  const sides = ["--from", "aws", "--to", "alibaba", "--map"];
  const named = await migrate(...sides, "pairs.yaml");
  const byId = await migrate(...sides, "by-id.yaml");
  allow();
  expectExit(named, 0);
  expect(named.document?.pairs).toHaveLength(1);
  // AWS has keys only: nothing of it could be listed.
  expectExit(byId, 1);
  expect(byId.stderr).toContain('"aws" could not be read');
});
