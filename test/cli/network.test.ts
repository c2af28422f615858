import { createServer } from "node:http";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startConnectProxy } from "../network/connect-proxy.ts";
import { listen } from "../network/listening.ts";
import { AUTHORITY, startTlsTerminator } from "../network/tls-terminator.ts";
import { expectExit, runCrosstag, withoutWaits } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

/** Asked for the keys, and for the account of the credentials. */
const HOSTS = [
  "kms.us-east-1.amazonaws.com",
  "sts.us-east-1.amazonaws.com",
  "kms.cn-hangzhou.aliyuncs.com",
  "sts.cn-hangzhou.aliyuncs.com",
];

let scene: Scene;
let ports: { readonly aws: number; readonly alibaba: number };
beforeAll(async () => {
  scene = await openScene([...HOSTS, "localstack"]);
  const { aws, alibaba } = scene.clouds;
  ports = { aws: Number(new URL(aws.endpoint).port), alibaba: Number(new URL(alibaba.endpoint).port) };
  aws.keys.createKey();
  alibaba.keys.createKey();
});
afterAll(() => scene.close());

/** The scene's credentials and regions, without its endpoints. */
function withoutEndpoints(): Record<string, string> {
  return Object.fromEntries(Object.entries(scene.environment).filter(([name]) => !name.includes("ENDPOINT")));
}

test("both clouds are reached through the proxy of the environment, with an authority of one's own", async () => {
  await using terminator = await startTlsTerminator((name) =>
    name.endsWith("aliyuncs.com") ? ports.alibaba : ports.aws,
  );
  await using proxy = await startConnectProxy({ target: terminator.port });
  const environment = { ...withoutEndpoints(), HTTPS_PROXY: proxy.url };
  const list = await runCrosstag(["list", "--ca-bundle", AUTHORITY], { environment, directory: scene.directory });
  expectExit(list, 0);
  expect(withoutWaits(list.stderr)).toBe("2 resources.");
  expect(new Set(proxy.asked)).toEqual(new Set(HOSTS.map((host) => `${host}:443`)));

  const untrusted = await runCrosstag(["list", "--cloud", "aws"], { environment, directory: scene.directory });
  expectExit(untrusted, 1);
  expect(untrusted.stderr).toContain("is not trusted");
  expect(untrusted.stderr).toContain("--ca-bundle");
});

test("a run begins without a cloud that cannot be reached, and a resumed run does its part", async () => {
  await using terminator = await startTlsTerminator((name) =>
    name.endsWith("aliyuncs.com") ? ports.alibaba : ports.aws,
  );
  await using proxy = await startConnectProxy({ target: terminator.port });
  await using halfClosed = await startConnectProxy({
    target: terminator.port,
    refuse: 403,
    refuseOnly: /aliyuncs\.com/,
  });
  const run = (words: readonly string[], { url }: { readonly url: string }) =>
    runCrosstag([...words, "--ca-bundle", AUTHORITY], {
      environment: { ...withoutEndpoints(), HTTPS_PROXY: url },
      directory: scene.directory,
    });
  await writeFile(
    join(scene.directory, "crosstag-tags.yaml"),
    "version: 1\nstatements:\n  - select: { kinds: [key] }\n    set: { stage: live }\n",
  );
  expectExit(await run(["plan", "--out", "plan.json"], proxy), 0);
  const applied = await run(["apply", "plan.json", "--progress", "off"], halfClosed);
  expectExit(applied, 3);
  expect(applied.stdout).toContain("2 resources: 1 changed, 0 unchanged, 1 skipped");
  expect(applied.stderr).toContain("The run stopped early because a cloud cannot be reached.");
  expect(applied.stderr).toMatch(/alibaba\S+: The proxy \S+ did not connect to .* \(status 403\)\. \[unavailable\]/);
  expect(applied.stderr).toMatch(/When it can be reached: crosstag resume \S+/);
  expect((await run(["runs", "show", "latest"], proxy)).stdout).toContain(": stopped (unreachable).");
  const alone = await run(["resume", "latest", "--progress", "off"], halfClosed);
  expectExit(alone, 3);
  expect(alone.stderr).toContain("did not connect to");
  const resumed = await run(["resume", "latest", "--progress", "off"], proxy);
  expectExit(resumed, 0);
  expect(resumed.stdout).toContain("2 resources: 2 changed");
});

test("plain http to a named host is refused, and with the setting each run warns of it", async () => {
  await using proxy = await startConnectProxy({ target: ports.aws });
  const file = join(scene.directory, "plain-http.yaml");
  const cloud = "provider: aws, region: us-east-1, endpoint: http://localstack:4566";
  const options = { environment: { ...withoutEndpoints(), HTTP_PROXY: proxy.url }, directory: scene.directory };
  await writeFile(file, `clouds:\n  local: { ${cloud} }\n`);
  const refused = await runCrosstag(["list", "--config", file], options);
  expectExit(refused, 1);
  expect(refused.stderr).toContain("allowPlainHttp: true");
  expect(proxy.asked).toEqual([]);

  await writeFile(file, `clouds:\n  local: { ${cloud}, allowPlainHttp: true, callTimeoutSeconds: 20 }\n`);
  const taken = await runCrosstag(["list", "--config", file], options);
  expectExit(taken, 0);
  expect(taken.stderr).toContain("warning: Calls to local go to localstack:4566 over plain http");
  const quiet = await runCrosstag(["list", "--config", file, "--quiet"], options);
  expect(quiet).toMatchObject({ exitCode: 0, stderr: "" });
});

test("an endpoint that says nothing is reported while it lasts, and at the end with attempts and seconds", async () => {
  await using silent = await listen(createServer(() => {}));
  const endpoint = `http://127.0.0.1:${silent.port}`;
  const result = await scene.run(["list", "--cloud", "aws", "--endpoint", endpoint, "--timeout", "1"]);
  expectExit(result, 1);
  expect(result.stderr).toContain("aws us-east-1: no answer in time (attempt 1); trying again.");
  expect(result.stderr.match(/trying again/g)).toHaveLength(1);
  expect(result.stderr).toContain("AWS KMS did not answer: 5 attempts of 1 s each.");
  expect(result.stderr).toContain("--timeout");

  expectExit(await scene.run(["list", "--timeout", "0"]), 64);
});

test("warnings of the SDK are written in the command's own words, and with --quiet not at all", async () => {
  const config = join(scene.directory, "aws-config");
  await writeFile(
    config,
    "[profile p]\naws_access_key_id = AKIALOCALCLOUDS00000\naws_secret_access_key = local-clouds-secret-access-key-0000000000\n",
  );
  const environment = { AWS_PROFILE: "p", AWS_CONFIG_FILE: config };
  const told = await scene.run(["list", "--cloud", "aws"], { environment });
  expectExit(told, 0);
  expect(told.stderr).toContain("warning: AWS_PROFILE and AWS_ACCESS_KEY_ID are both set. aws uses the profile");
  expect(told.stderr).not.toContain("WARNING");
  const quiet = await scene.run(["list", "--cloud", "aws", "--quiet"], { environment });
  expect(quiet).toMatchObject({ exitCode: 0, stderr: "" });
});
