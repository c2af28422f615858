import { readFileSync } from "node:fs";
import { readFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resultOf, startCrosstag } from "./run-crosstag.ts";

/** A sleep that is not ended would outlive the test. */
const HANG = "sleep 60";

let home: string;
let silent: Server;
let endpoint: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "crosstag-hanging-"));
  await writeFile(
    join(home, "crosstag.yaml"),
    `clouds:
  production: { provider: aws, region: us-east-1, credentialsTimeoutSeconds: 1 }
  china: { provider: alibaba, region: cn-hangzhou, credentialsTimeoutSeconds: 1 }
`,
  );
  // It takes connections and says nothing.
  silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/x`;
});

afterEach(async () => {
  silent.close();
  await rm(home, { recursive: true, force: true });
});

function start(cloud: string, environment: Readonly<Record<string, string>>) {
  return startCrosstag(["list", "--cloud", cloud], {
    directory: home,
    environment: {
      HOME: home,
      AWS_EC2_METADATA_DISABLED: "true",
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
      ...environment,
    },
  });
}

async function writeProcess(): Promise<void> {
  const script = join(home, "give");
  await writeFile(script, `#!/bin/sh\n${HANG} & echo $! > ${join(home, "pid")}; wait\n`, { mode: 0o755 });
  await mkdir(join(home, ".aws"));
  await writeFile(join(home, ".aws", "config"), `[default]\ncredential_process = ${script}\n`);
  await mkdir(join(home, ".aliyun"));
  const profile = { name: "default", mode: "External", process_command: script };
  await writeFile(join(home, ".aliyun", "config.json"), JSON.stringify({ current: "default", profiles: [profile] }));
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

const SOURCES = [
  ["production", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "container credentials endpoint"],
  ["china", "ALIBABA_CLOUD_CREDENTIALS_URI", "address in ALIBABA_CLOUD_CREDENTIALS_URI"],
] as const;

test.each(SOURCES)(
  "%s: an endpoint that says nothing is named once, and the command ends",
  async (cloud, name, source) => {
    const begun = performance.now();
    const { exitCode, stderr } = await resultOf(start(cloud, { [name]: endpoint }));
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${cloud}: The credentials were not available within 1 s (source: ${source}`);
    // The SDKs would hold the process for a minute, or for good.
    expect(performance.now() - begun).toBeLessThan(50_000);
  },
);

test.each(["production", "china"])("%s: a wait for a process names the source of the credentials", async (cloud) => {
  await writeProcess();
  const file = join(home, "crosstag.yaml");
  await writeFile(file, (await readFile(file, "utf8")).replaceAll("Seconds: 1", "Seconds: 5"));
  const { stderr } = await resultOf(start(cloud, {}));
  expect(stderr).toMatch(
    /: still waiting for credentials \(source: .*\)\. How long that may take: credentialsTimeoutSeconds/,
  );
  expect(stderr).not.toContain("still waiting for an answer");
});

test.each(["production", "china"])("%s: a process that hangs is named and ended, with its children", async (cloud) => {
  await writeProcess();
  const { exitCode, stderr } = await resultOf(start(cloud, {}));
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`${cloud}: The credentials were not available within 1 s (source: `);
  expect(isAlive(Number(await readFile(join(home, "pid"), "utf8")))).toBe(false);
});

test.each(["production", "china"])(
  "%s: one SIGTERM ends the command and the process that it waits for",
  async (cloud) => {
    await writeProcess();
    await writeFile(
      join(home, "crosstag.yaml"),
      "clouds:\n  production: { provider: aws, region: us-east-1 }\n  china: { provider: alibaba, region: cn-hangzhou }\n",
    );
    const command = start(cloud, {});
    const pid = join(home, "pid");
    await expect.poll(() => readFile(pid, "utf8").catch(() => "")).toMatch(/\d/);
    const begun = performance.now();
    (await command.nodeChildProcess).kill("SIGTERM");
    const { exitCode } = await resultOf(command);
    expect(exitCode).toBe(130);
    expect(performance.now() - begun).toBeLessThan(5_000);
    await expect.poll(async () => isAlive(Number(await readFile(pid, "utf8")))).toBe(false);
  },
);
