import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import { type AddressInfo, createServer, type Server } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import type { Failure } from "@crosstag/core/driver";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AlibabaKmsDriver, type AlibabaKmsSettings, createAlibabaKmsDriver } from "../src/index.ts";
import { type BareEnvironment, bareEnvironment } from "./support/environment.ts";
import { context, referenceTo } from "./support/references.ts";
import { answerJson, REQUEST_ID, startStubServer, type StubServer } from "./support/stub-server.ts";

let environment: BareEnvironment;
let server: StubServer;
let driver: AlibabaKmsDriver | undefined;

beforeEach(async () => {
  environment = await bareEnvironment();
  server = await startStubServer();
});

afterEach(async () => {
  vi.useRealTimers();
  await driver?.close();
  driver = undefined;
  await server.close();
  await environment.restore();
});

async function open(settings: AlibabaKmsSettings = {}): Promise<void> {
  driver = await createAlibabaKmsDriver({ region: "cn-hangzhou", endpoint: server.endpoint, ...settings });
}

function call(): Promise<unknown> {
  return driver?.deleteKeyMaterial({ resource: referenceTo("key", "key-1") }, context()) ?? Promise.reject();
}

/** The message that a user reads; checks that it contains no secret. */
async function messageOf(settings: AlibabaKmsSettings = {}): Promise<string> {
  await driver?.close();
  await open(settings);
  const error: unknown = await call().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeDefined();
  const failure = driver?.classify(error) as Failure;
  expect(inspect([error, failure], { depth: 9, showHidden: true })).not.toContain("CANARY");
  expect(failure).toMatchObject({ code: "unauthenticated", retry: "no", applied: "no", scope: "call" });
  expect(server.requests).toHaveLength(0);
  return `${failure.message} ${failure.hint}`;
}

function writeProfiles(...profiles: readonly object[]): Promise<void> {
  return environment.writeConfiguration(JSON.stringify({ current: "default", profiles }));
}

async function writeScript(text: string): Promise<string> {
  const path = join(homedir(), "give");
  await writeFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

describe("the message about missing credentials names the cause", () => {
  it("the missing profile and the entry of the configuration", async () => {
    await writeProfiles({ name: "other", mode: "AK", access_key_id: "CANARY", access_key_secret: "CANARY" });
    expect(await messageOf({ profile: "nope", name: "china" })).toBe(
      'china: The profile "nope" is not in ~/.aliyun/config.json. Correct --profile, ALIBABA_CLOUD_PROFILE or "profile" of the cloud. To see the profiles: aliyun configure list',
    );
    environment.set("ALIBABA_CLOUD_PROFILE", "absent");
    expect(await messageOf()).toContain('The profile "absent" is not in ~/.aliyun/config.json.');
  });

  it.each([
    [{ mode: "AK", access_key_id: "CANARY" }, 'The profile "p" has no complete access key.'],
    [{ mode: "Telepathy" }, 'The profile "p" has the mode "Telepathy". Supported: AK, '],
    [{ mode: "CloudSSO", cloud_sso_access_token_expire: 1 }, 'The CloudSSO session of the profile "p" has expired.'],
    [{ mode: "External" }, 'The profile "p" is of mode External and has no process_command.'],
    [{ mode: "ChainableRamRoleArn", source_profile: "gone" }, 'takes its credentials from the profile "gone"'],
    [{ mode: "ChainableRamRoleArn", source_profile: "p" }, "leads back to itself"],
  ])("the profile %j", async (settings, expected) => {
    await writeProfiles({ name: "p", ...settings });
    expect(await messageOf({ profile: "p" })).toContain(expected);
  });

  it.each([
    ["exit 3", "failed with exit code 3"],
    ["true", "printed nothing. The command must print the credentials as JSON."],
    ["echo CANARY", "printed something that is not JSON. The command must print"],
    [
      'echo Logging in; echo \'{"mode":"AK","access_key_id":"CANARY"}\'',
      "The command prints other text besides its JSON",
    ],
    ['echo \'{"mode":"AK","access_key_id":"CANARY"}\'', "printed JSON without credentials"],
    [
      'echo \'{"access_key_id":"CANARY","access_key_secret":"CANARY","expiration":"2020-01-01T00:00:00Z"}\'',
      "printed credentials that have expired",
    ],
  ])("the process_command runs %s", async (text, expected) => {
    const script = await writeScript(text);
    await writeProfiles({ name: "tool", mode: "External", process_command: `"${script}" --flag` });
    const message = await messageOf({ profile: "tool" });
    expect(message).toContain('The process_command of the profile "tool"');
    expect(message).toContain(expected);
  });

  it("the process_command does not exist", async () => {
    await writeProfiles({ name: "default", mode: "External", process_command: "/nonexistent/CANARY" });
    expect(await messageOf()).toContain('The process_command of the profile "default" could not be started');
  });

  it("only half of an access key is set, or an address does not answer", async () => {
    expect(await messageOf()).toContain("No credentials came from the address in ALIBABA_CLOUD_CREDENTIALS_URI.");
    environment.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "CANARY");
    expect(await messageOf()).toContain("ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set");
  });

  it("no source has credentials: the message lists them", async () => {
    environment.set("ALIBABA_CLOUD_CREDENTIALS_URI", "");
    expect(await messageOf()).toContain(
      "No credentials for Alibaba Cloud were found. Tried: environment variables, OIDC",
    );
  });

  it("a header cannot contain the credentials", async () => {
    const credentials = { accessKeyId: "CANARY", accessKeySecret: "s", securityToken: "CANARY\nx" };
    expect(await messageOf({ credentials })).toContain("contain a space, a line break or a character outside ASCII");
  });
});

describe("a role that Alibaba Cloud STS refuses", () => {
  let sts: SecureServer;
  let code: string;

  beforeEach(async () => {
    environment.set("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const folder = new URL("../../../test/network/certificates/", import.meta.url);
    const pem = (name: string) => readFileSync(new URL(name, folder));
    sts = createSecureServer({ key: pem("server-key.pem"), cert: pem("server.pem") }, (_, answer) => {
      answer
        .writeHead(403, { "content-type": "application/json" })
        .end(JSON.stringify({ Code: code, Message: "CANARY", RequestId: REQUEST_ID }));
    });
    await new Promise<void>((resolve) => sts.listen(0, "127.0.0.1", resolve));
    await writeProfiles({
      name: "role",
      mode: "RamRoleArn",
      access_key_id: "CANARY",
      access_key_secret: "CANARY",
      ram_role_arn: "acs:ram::1234567890:role/tagger",
      sts_endpoint: `127.0.0.1:${(sts.address() as AddressInfo).port}`,
    });
  });

  afterEach(() => {
    sts.close();
  });

  it.each([
    ["NoPermission", "Alibaba Cloud STS did not allow the role"],
    ["EntityNotExist.Role", "There is no role"],
    ["InvalidSecurityToken.Expired", "The session with which the role"],
    ["InvalidAccessKeyId.NotFound", "does not accept the credentials"],
    ["InvalidTimeStamp.Expired", "This computer's clock differs"],
    ["SomethingNew", "Alibaba Cloud STS refused to create a session"],
  ])("%s", async (answered, expected) => {
    code = answered;
    expect(await messageOf({ profile: "role" })).toContain(expected);
  });
});

describe("a source of credentials that does not answer", () => {
  let silent: Server;

  beforeEach(async () => {
    silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  });

  afterEach(() => {
    silent.close();
  });

  it("is named: the address of the environment", async () => {
    const { port } = silent.address() as AddressInfo;
    environment.set("ALIBABA_CLOUD_CREDENTIALS_URI", `http://127.0.0.1:${port}/`);
    expect(await messageOf({ credentialsTimeoutSeconds: 0.3 })).toContain(
      "The credentials were not available within 0.3 s (source: address in ALIBABA_CLOUD_CREDENTIALS_URI).",
    );
  });

  it("is named: a process, which is ended with its children", async () => {
    const script = await writeScript(`sleep 100 & echo $! > ${join(homedir(), "pid")}; wait`);
    await writeProfiles({ name: "tool", mode: "External", process_command: script });
    expect(await messageOf({ profile: "tool", credentialsTimeoutSeconds: 1 })).toContain(
      'The credentials were not available within 1 s (source: profile "tool").',
    );
    const child = Number(await readFile(join(homedir(), "pid"), "utf8"));
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  it("is named if the call ends earlier", async () => {
    const script = await writeScript("sleep 100");
    await writeProfiles({ name: "tool", mode: "External", process_command: script });
    await open({ profile: "tool" });
    const signal = AbortSignal.timeout(200);
    const error: unknown = await driver
      ?.deleteKeyMaterial({ resource: referenceTo("key", "key-1") }, { signal, timeoutMs: 200 })
      .catch((reason: unknown) => reason);
    expect(driver?.classify(error)).toMatchObject({
      code: "unauthenticated",
      message: 'The credentials were not available within 0.2 s (source: profile "tool").',
    });
  });
});

/** A process that has ended, and that its parent has not waited for, is still listed on some systems. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

function renew(): Promise<boolean> | undefined {
  return driver?.renewCredentials?.(context());
}

function signedBy(): (string | undefined)[] {
  return server.requests.map(({ headers }) => /Credential=([^,]+),/.exec(headers.authorization ?? "")?.[1]);
}

function profile(id: string) {
  return { name: "default", mode: "AK", access_key_id: id, access_key_secret: "s" };
}

describe("credentials that end", () => {
  it("are read again from a file that was rewritten", async () => {
    await writeProfiles(profile("first"));
    await open();
    await call();
    expect(await renew()).toBe(false);
    await writeProfiles(profile("second"));
    expect(await renew()).toBe(true);
    await call();
    expect(signedBy()).toEqual(["first", "second"]);
  });

  it("are requested from the process again, but not for every call", async () => {
    const log = join(homedir(), "log");
    const script = await writeScript(
      `echo x >> ${log}; echo "{\\"mode\\":\\"AK\\",\\"access_key_id\\":\\"P$$\\",\\"access_key_secret\\":\\"s\\"}"`,
    );
    await writeProfiles({ name: "default", mode: "External", process_command: script });
    const before = await readFile(join(homedir(), ".aliyun", "config.json"), "utf8");
    await open();
    for (let count = 0; count < 10; count += 1) await call();
    expect(await renew()).toBe(true);
    await call();
    expect((await readFile(log, "utf8")).trim().split("\n")).toHaveLength(2);
    expect(new Set(signedBy()).size).toBe(2);
    // The SDK would write what the process gave into the file.
    expect(await readFile(join(homedir(), ".aliyun", "config.json"), "utf8")).toBe(before);
  });

  it("are reported with their source if Alibaba Cloud refuses them", async () => {
    await writeProfiles(profile("first"));
    await open({ profile: "default" });
    server.answer = answerJson({ Code: "InvalidAccessKeyId.NotFound", RequestId: REQUEST_ID }, 404);
    const error: unknown = await call().catch((reason: unknown) => reason);
    expect(driver?.classify(error).message).toBe(
      'Alibaba Cloud does not accept the credentials (source: profile "default").',
    );
  });

  it("are reported with the command that renews them", async () => {
    await writeProfiles(profile("first"));
    await open();
    server.answer = answerJson({ Code: "InvalidSecurityToken.Expired", RequestId: REQUEST_ID }, 403);
    const error: unknown = await call().catch((reason: unknown) => reason);
    expect(driver?.classify(error)).toMatchObject({
      code: "unauthenticated",
      retry: "no",
      message: "The session has expired.",
      hint: "Renew it: aliyun configure",
    });
  });
});

describe("a clock that is wrong", () => {
  const credentials = { accessKeyId: "id", accessKeySecret: "s" };

  it.each(["InvalidTimeStamp.Expired", "IllegalTimestamp"])(
    "is corrected by the answer's Date after %s, for all later calls",
    async (code) => {
      const ahead = 20 * 60_000;
      server.answer = (response, { headers }, socket) => {
        const date = Date.parse(String(headers["x-acs-date"]));
        const right = Math.abs(date - Date.now() - ahead) < 60_000;
        const answer = right
          ? answerJson({ RequestId: REQUEST_ID })
          : answerJson({ Code: code, RequestId: REQUEST_ID }, 400, {
              date: new Date(Date.now() + ahead).toUTCString(),
            });
        answer(response, server.requests[0] as (typeof server.requests)[0], socket);
      };
      await open({ credentials });
      const error: unknown = await call().catch((reason: unknown) => reason);
      expect(driver?.classify(error)).toMatchObject({
        code: "unauthenticated",
        retry: "transient",
        applied: "no",
        message: expect.stringMatching(/^This computer's clock is 20 min behind that of Alibaba Cloud\.$/) as string,
      });
      await call();
      await call();
      expect(server.requests).toHaveLength(3);
    },
  );

  it("is reported if the correction does not help", async () => {
    server.answer = answerJson({ Code: "InvalidTimeStamp.Expired", RequestId: REQUEST_ID }, 400);
    await open({ credentials });
    const error: unknown = await call().catch((reason: unknown) => reason);
    expect(driver?.classify(error)).toMatchObject({
      code: "unauthenticated",
      retry: "no",
      message: "This computer's clock differs too much from that of Alibaba Cloud.",
      hint: "Set the clock.",
    });
  });
});
