import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;
let names: { readonly key: string; readonly secret: string; readonly certificate: string };

beforeAll(async () => {
  scene = await openScene();
  const { aws } = scene.clouds;
  names = {
    key: aws.keys.createKey().arn,
    secret: aws.secrets.createSecret({ name: "prod/db" }).arn,
    certificate: aws.certificates.createCertificate().arn,
  };
  await writeFile(
    join(scene.directory, "crosstag.yaml"),
    `clouds:
  main: { provider: aws, region: ${aws.region}, endpoint: "${aws.endpoint}" }
  whole: { provider: aws, region: ${aws.region}, endpoint: "${aws.endpoint}", kinds: [key, secret, certificate] }
`,
  );
});
afterAll(() => scene.close());

async function list(...commandLine: readonly string[]) {
  const result = await scene.run(["list", "--output", "json", ...commandLine]);
  const { resources = [] } = (result.stdout === "" ? {} : JSON.parse(result.stdout)) as {
    resources?: readonly { readonly reference: string }[];
  };
  return { result, references: resources.map(({ reference }) => reference) };
}

test("one command tags a key, a secret and a certificate, of which a plan and its undo make three scopes", async () => {
  const { aws } = scene.clouds;
  const all = Object.values(names);
  expectExit(await scene.run(["tag", "--cloud", "main", ...all, "--set", "team=payments"]), 0);
  const { keys, secrets, certificates } = aws;
  const tags = () => [keys.tagsOf(names.key), secrets.tagsOf(names.secret), certificates.tagsOf(names.certificate)];
  expect(tags()).toEqual([{ team: "payments" }, { team: "payments" }, { team: "payments" }]);

  await writeFile(
    join(scene.directory, "crosstag-tags.yaml"),
    "version: 1\nstatements:\n  - select: { tags: { team: payments } }\n    set: { stage: live }\n",
  );
  expectExit(await scene.run(["plan", "--cloud", "whole", "--out", "plan.jsonl"]), 0);
  const plan = await readFile(join(scene.directory, "plan.jsonl"), "utf8");
  const scopes = [...plan.matchAll(/"scope":"([^"]*)"/g)].map(([, scope]) => scope);
  const scope = `aws/${aws.account}/${aws.region}`;
  expect(new Set(scopes)).toEqual(new Set([scope, `${scope}/acm`, `${scope}/secretsmanager`]));
  expectExit(await scene.run(["apply", "plan.jsonl", "--cloud", "whole", "--yes"]), 0);
  expect(tags().map(({ stage }) => stage)).toEqual(["live", "live", "live"]);
  expectExit(await scene.run(["undo", "latest", "--cloud", "whole", "--yes"]), 0);
  expect(tags()).toEqual([{ team: "payments" }, { team: "payments" }, { team: "payments" }]);
});

test("`kinds` says what is listed, and --kind asks for others", async () => {
  await expect(list("--cloud", "main")).resolves.toMatchObject({ references: [names.key] });
  await expect(list("--cloud", "whole")).resolves.toMatchObject({ references: Object.values(names) });
  await expect(list("--cloud", "main", "--kind", "secret,certificate")).resolves.toMatchObject({
    references: [names.secret, names.certificate],
  });
  const { result } = await list("--cloud", "main", "--kind", "volume");
  expectExit(result, 64);
  expect(result.stderr).toContain('No configured cloud has the kind "volume".\n  Kinds: key, secret, certificate.');
});

test("a service that cannot be reached is named by its kind, and hides no other", async () => {
  const { endpoint, region } = scene.clouds.aws;
  const services = '{ secretsmanager: { endpoint: "http://127.0.0.1:1" } }';
  const kinds = "[key, secret, certificate]";
  await writeFile(
    join(scene.directory, "away.yaml"),
    `clouds: { away: { provider: aws, region: ${region}, endpoint: "${endpoint}", kinds: ${kinds}, services: ${services} } }`,
  );
  const { result, references } = await list("--config", "away.yaml");
  expectExit(result, 3);
  expect(references).toEqual([names.key, names.certificate]);
  expect(result.stderr.match(/There may be more: the secrets of "away"/g)).toHaveLength(1);
});

test("a missing permission for one kind is reported once, and hides no other kind", async () => {
  const denied = JSON.stringify({ __type: "AccessDeniedException", Message: "Not authorized: acm:ListCertificates" });
  const allow = scene.clouds.aws.after("acm:ListCertificates", (answer) => ({ ...answer, status: 400, body: denied }));
  const { result, references } = await list("--cloud", "whole");
  allow();
  expectExit(result, 3);
  expect(references).toEqual([names.key, names.secret]);
  expect(result.stderr.match(/could not be listed completely/g)).toHaveLength(1);
  expect(result.stderr).toContain('the certificates of "whole"');
});

test("a policy and a desired state name kinds that exist, with their place if not", async () => {
  await writeFile(
    join(scene.directory, "policy.yaml"),
    "version: 1\nrules:\n  - id: owner\n    scope: { kinds: [secert] }\n    required: [owner]\n",
  );
  const check = ["check", "--cloud", "whole", "--policy", "policy.yaml"];
  const misspelled = await scene.run(check);
  expect(misspelled.stderr).toContain('kinds item 1 names an unknown kind: "secert"; did you mean secret?');
  await writeFile(
    join(scene.directory, "policy.yaml"),
    "version: 1\nrules:\n  - id: owner\n    scope: { kinds: [secret] }\n    required: [owner]\n",
  );
  const checked = await scene.run([...check, "--output", "json"]);
  expectExit(checked, 2);
  expect(checked.stdout).toContain(names.secret);
  await writeFile(
    join(scene.directory, "crosstag-tags.yaml"),
    "version: 1\nstatements:\n  - select: { kinds: [keys] }\n    set: { stage: live }\n",
  );
  const plan = await scene.run(["plan", "--cloud", "main"]);
  expect(plan.stderr).toContain('No configured cloud has the kind "keys".');
  expect(plan.stderr).toContain("Did you mean key?");
});
