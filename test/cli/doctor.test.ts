import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startLocalClouds } from "@crosstag/local-clouds";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectExit, resultOf, withoutWaits } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

interface Check {
  readonly cloud: string;
  readonly check: string;
  readonly result: string;
  readonly detail: string;
  readonly fix?: string;
}

/** Shows a process a time that is 20 minutes ago. */
const SLOW_CLOCK = `
  const System = Date;
  globalThis.Date = class extends System {
    constructor(...parts) {
      super(...(parts.length === 0 ? [Date.now()] : parts));
    }
    static now() {
      return System.now() - 20 * 60_000;
    }
  };
`;

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

/** What is wrong, by cloud and check. */
async function problems(environment: Readonly<Record<string, string>> = {}): Promise<Readonly<Record<string, Check>>> {
  const result = await scene.run(["doctor", "--output", "json"], { environment });
  expectExit(result, 3);
  const { checks } = JSON.parse(result.stdout) as { readonly checks: readonly Check[] };
  expect(checks.filter(({ result: found }) => found === "ok").length).toBeGreaterThan(0);
  return Object.fromEntries(
    checks.filter((check) => check.result === "problem").map((check) => [`${check.cloud} ${check.check}`, check]),
  );
}

test("clouds that can be used: every check is a line, and nothing is changed", async () => {
  const { aws, alibaba } = scene.clouds;
  const result = await scene.run(["doctor"], {
    environment: { HTTPS_PROXY: "http://user:hunter2@proxy.example:3128", NO_PROXY: "127.0.0.1" },
  });
  expectExit(result, 0);
  expect(withoutWaits(result.stderr)).toBe("2 clouds can be used.");
  expect(result.stdout).toMatch(/^aws +credentials +ok +account 111122223333$/m);
  expect(result.stdout).toMatch(/^alibaba +credentials +ok +account 1234567890123456$/m);
  expect(result.stdout).toContain("HTTPS_PROXY proxy.example:3128, except for NO_PROXY 127.0.0.1");
  expect(result.stdout).not.toContain("hunter2");
  const operations = [...aws.requests.entries, ...alibaba.requests.entries].map(({ operation }) => operation);
  expect(new Set(operations)).toEqual(new Set(["GetCallerIdentity", "ListKeys", "ListSecrets", "ListServiceQuotas"]));
  expect(result.stdout).toMatch(/^aws +quotas +ok +\d+ request rates, as documented$/m);
  expect(result.stdout).toMatch(/^alibaba +quotas +not checked +Whether the Quota Center .* is not documented\.$/m);
});

test("a cloud with a problem does not hide the others, and each problem has a fix", async () => {
  const { aws, alibaba } = scene.clouds;
  await writeFile(
    join(scene.directory, "crosstag.yaml"),
    `clouds:
  good: { provider: aws, region: us-east-1, endpoint: "${aws.endpoint}" }
  fast: { provider: aws, region: us-east-1, endpoint: "${aws.endpoint}", quotas: { TagResource: 12, UntagResource: 4 } }
  other: { provider: aws, region: us-east-1, account: "999999999999", endpoint: "${aws.endpoint}" }
  away: { provider: alibaba, region: cn-hangzhou, endpoint: "http://127.0.0.1:1" }
  silent: { provider: tencent, region: ap-guangzhou, endpoint: "http://127.0.0.1:1" }
  untrusted: { provider: alibaba, region: cn-hangzhou, endpoint: "${alibaba.endpoint}", caBundle: none.pem }
`,
  );
  const found = await problems({ TENCENTCLOUD_SECRET_ID: "AKIDsilent", TENCENTCLOUD_SECRET_KEY: "s" });
  expect(Object.keys(found).map((name) => name.split(" ")[0])).toEqual([
    "fast",
    "other",
    "away",
    "silent",
    "untrusted",
  ]);
  expect(found["fast quotas"]).toMatchObject({
    detail: "TagResource 10/s (documented 10/s, configured 12/s), UntagResource 5/s (documented 5/s, configured 4/s)",
    fix: "Lower quotas in crosstag.yaml: TagResource to 10. Or write quotas: discover.",
  });
  expect(found["other credentials"]?.detail).toContain("999999999999");
  expect(found["away credentials"]?.detail).toContain("cannot be reached");
  // Nothing else is asked of a cloud whose account cannot be learned because it does not answer.
  expect(Object.keys(found).filter((name) => name.startsWith("silent"))).toEqual(["silent credentials"]);
  expect(found["silent credentials"]?.detail).toContain("cannot be reached");
  expect(found["untrusted settings"]?.detail).toContain("none.pem");
  for (const { fix } of Object.values(found)) expect(fix).toMatch(/\w/);
});

test("a clock that is 20 minutes off is a problem of every cloud, also at its local endpoint", async () => {
  await using clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: {}, tencent: {} });
  const { aws, alibaba, tencent } = clouds;
  const member = "222233334444";
  aws.accounts.add({ id: member });
  const files = { clock: join(scene.directory, "clock.mjs"), configuration: join(scene.directory, "crosstag.yaml") };
  await writeFile(files.clock, SLOW_CLOCK);
  await writeFile(
    files.configuration,
    `clouds:
  aws: { provider: aws, region: us-east-1, endpoint: "${aws.endpoint}" }
  fleet: { provider: aws, accounts: ["${member}"], assumeRole: { name: OrganizationAccountAccessRole }, regions: [us-east-1], endpoint: "${aws.endpoint}" }
  alibaba: { provider: alibaba, region: cn-hangzhou, endpoint: "${alibaba.endpoint}" }
  tencent: { provider: tencent, region: ap-guangzhou, account: "${tencent.account}", endpoint: "${tencent.endpoint}" }
`,
  );
  const environment = { ...clouds.environment(), NODE_OPTIONS: `--import ${pathToFileURL(files.clock).href}` };
  const result = await resultOf(scene.start(["doctor"], { environment }));
  expectExit(result, 3);
  for (const [name, cloud] of [
    ["aws", aws],
    ["alibaba", alibaba],
    ["tencent", tencent],
  ] as const) {
    expect(result.stdout).toMatch(new RegExp(`^${name} +clock +problem +This computer's clock is 20 min behind`, "m"));
    expect(result.stdout).toMatch(new RegExp(`^${name} +credentials +ok +account ${cloud.account}$`, "m"));
    // After that, each question has the time of the cloud.
    const asked = cloud.requests.entries.find(({ operation }) => operation === "GetCallerIdentity");
    expect([name, asked?.status]).toEqual([name, 200]);
  }
  expect(result.stdout).toMatch(/^aws +quotas +ok/m);
  // The time for the role is learned on the way.
  expect(result.stdout).toMatch(/^fleet\S+ +clock +problem +This computer's clock is 20 min behind/m);
  expect(result.stdout).toMatch(/^fleet\S+ +list +ok/m);
});

test("wrong credentials, and a missing permission to list", async () => {
  const { aws } = scene.clouds;
  aws.addCredentials({ accessKeyId: "AKIADENIED", secretAccessKey: "s", deniedOperations: ["ListKeys"] });
  const denied = await problems({ AWS_ACCESS_KEY_ID: "AKIADENIED", AWS_SECRET_ACCESS_KEY: "s" });
  expect(denied).toMatchObject({ "aws list": { detail: expect.stringContaining("kms:ListKeys") as unknown } });
  const unknown = await problems({ ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIunknown" });
  expect(Object.keys(unknown)).toEqual(["alibaba credentials"]);
});

test("each kind that lists cover has a permission of its own", async () => {
  const { aws } = scene.clouds;
  aws.addCredentials({ accessKeyId: "AKIADENIED", secretAccessKey: "s", deniedOperations: ["ListSecrets"] });
  await writeFile(
    join(scene.directory, "crosstag.yaml"),
    `clouds: { all: { provider: aws, region: us-east-1, kinds: [key, secret, certificate], endpoint: "${aws.endpoint}" } }`,
  );
  const result = await scene.run(["doctor"], {
    environment: { AWS_ACCESS_KEY_ID: "AKIADENIED", AWS_SECRET_ACCESS_KEY: "s" },
  });
  expectExit(result, 3);
  expect(result.stdout).toMatch(/^all +list +ok +keys can be listed$/m);
  expect(result.stdout).toMatch(/^all +list +problem +.*secretsmanager:ListSecrets/m);
  expect(result.stdout).toMatch(/^all +list +ok +certificates can be listed$/m);
  // Service Quotas has the rates of secrets, too. How it names those of certificates is not known.
  expect(result.stdout).toMatch(/^all\/secretsmanager +quotas +ok +4 request rates, as documented$/m);
  expect(result.stdout).toMatch(/^all\/acm +quotas +not checked +No source says how/m);
});

test("of an entry for many clouds the first one is called, and accounts that cannot be read are counted", async () => {
  const { aws } = scene.clouds;
  aws.accounts.add({ id: "222222222222", keys: { perRegion: 1 } });
  aws.accounts.add({ id: "333333333333", state: "SUSPENDED" });
  const configure = (organization: string) =>
    writeFile(
      join(scene.directory, "crosstag.yaml"),
      `clouds:
  many:
    provider: aws
    endpoint: "${aws.endpoint}"
    organization: ${organization}
    assumeRole: { name: OrganizationAccountAccessRole }
    regions: [us-east-1]
`,
    );
  await configure("{}");
  const result = await scene.run(["doctor", "--output", "json"]);
  expectExit(result, 3);
  const { checks } = JSON.parse(result.stdout) as { readonly checks: readonly Check[] };
  expect(checks.find(({ check }) => check === "accounts")).toMatchObject({
    cloud: "many",
    result: "problem",
    detail: "1 cloud; 1 account cannot be read: The account 333333333333 is suspended, so its keys cannot be read.",
  });
  expect(checks).toContainEqual({
    cloud: "many/222222222222/us-east-1",
    check: "credentials",
    result: "ok",
    detail: "account 222222222222",
  });
  await configure('{ exclude: ["333333333333"] }');
  const active = await scene.run(["doctor"]);
  expectExit(active, 0);
  expect(withoutWaits(active.stderr)).toContain("Of an entry for many clouds, only the first cloud was checked.");

  aws.accounts.add({ id: "444444444444", keys: { perRegion: 1 } });
  const chosen = await scene.run(["doctor", "--account", "444444444444", "--refresh-clouds"]);
  expectExit(chosen, 0);
  expect(chosen.stdout).toMatch(/^many\/444444444444\/us-east-1 +credentials +ok +account 444444444444$/m);
  expect(chosen.stdout).not.toContain("222222222222");
  const none = await scene.run(["doctor", "--cloud", "many/444444444445"]);
  expectExit(none, 64);
  expect(none.stderr).toContain(
    "No account and region of many matches the selection: cloud many/444444444445.\n  Did you mean 444444444444?",
  );
});
