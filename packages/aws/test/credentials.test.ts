import { driverMethod } from "@crosstag/core/driver";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import type { Failure, KmsDriver } from "@crosstag/core/driver";
import { KMSClient } from "@aws-sdk/client-kms";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AwsKmsSettings, createAwsKmsDriver } from "../src/index.ts";
import { startAnsweringServer } from "./support/answering-server.ts";
import { type AwsFiles, awsFiles } from "./support/aws-files.ts";
import { KEY_ID, referenceTo } from "./support/drive.ts";

const KEYS = "aws_access_key_id = AKIACANARY\naws_secret_access_key = canary-secret\n";

let files: AwsFiles;
let server: Awaited<ReturnType<typeof startAnsweringServer>>;
/** Access key ids that signed requests to KMS. */
let signedBy: (string | undefined)[];
/** What STS answers with; undefined: nothing, ever. */
let sts: { readonly status: number; readonly body: string } | "silent";
let driver: KmsDriver | undefined;

beforeEach(async () => {
  files = await awsFiles();
  signedBy = [];
  sts = { status: 403, body: stsError("AccessDenied") };
  server = await startAnsweringServer((request, answer, body) => {
    if (body.includes("Action=AssumeRole")) {
      if (sts === "silent") return;
      answer.writeHead(sts.status, { "content-type": "text/xml" }).end(sts.body);
      return;
    }
    signedBy.push(/Credential=([^/]+)/.exec(request.headers.authorization ?? "")?.[1]);
    answer.writeHead(200, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "r-1" }).end("{}");
  });
  vi.stubEnv("AWS_ENDPOINT_URL_STS", server.endpoint);
});

afterEach(async () => {
  await driver?.close();
  driver = undefined;
  await server[Symbol.asyncDispose]();
  await files.remove();
});

function stsError(code: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>canary message</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
}

async function open(settings: AwsKmsSettings = {}): Promise<KmsDriver> {
  driver = await createAwsKmsDriver({ region: "us-east-1", endpoint: server.endpoint, ...settings });
  return driver;
}

function call(signal = new AbortController().signal, timeoutMs = 15_000): Promise<unknown> {
  if (driver === undefined) throw new Error("No driver.");
  const tags = new Map([["team", "a"]]);
  return driverMethod(driver, "writeTags")(
    { kind: "key", resources: [referenceTo(driver, KEY_ID)], tags },
    { signal, timeoutMs },
  );
}

/** The message that a user reads; checks that it contains no secret. */
async function messageOf(settings: AwsKmsSettings = {}): Promise<string> {
  await open(settings);
  const error: unknown = await call().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeDefined();
  const failure = driver?.classify(error) as Failure;
  expect(inspect([error, failure], { depth: 9, showHidden: true }).toLowerCase()).not.toContain("canary");
  expect(failure).toMatchObject({ code: "unauthenticated", retry: "no", applied: "no", scope: "call" });
  expect(signedBy).toEqual([]);
  return `${failure.message} ${failure.hint}`;
}

describe("the message about missing credentials names the cause", () => {
  it("the profile is in neither file", async () => {
    await files.writeConfig(`[profile other]\n${KEYS}`);
    const text = await messageOf({ profile: "nope" });
    expect(text).toContain(`The profile "nope" is in neither of ${join(files.home, "config")} and`);
    expect(text).toContain("aws configure list-profiles");
    expect(text).not.toContain("other");
    await driver?.close();
    vi.stubEnv("AWS_PROFILE", "absent");
    expect(await messageOf()).toContain('The profile "absent" is in neither of');
  });

  it("the entry of the configuration", async () => {
    expect(await messageOf({ name: "production", profile: "nope" })).toMatch(/^production: The profile "nope"/);
    await driver?.close();
    expect(await messageOf({ name: "production" })).toMatch(/^production: No credentials for AWS were found\./);
  });

  it("the source profile is missing, or leads back to itself", async () => {
    const role = "role_arn = arn:aws:iam::111122223333:role/tagger";
    await files.writeConfig(
      `[profile a]\n${role}\nsource_profile = b\n[profile c]\n${role}\nsource_profile = d\n[profile d]\n${role}\nsource_profile = c\n`,
    );
    expect(await messageOf({ profile: "a" })).toContain('The profile "a" takes its credentials from the profile "b"');
    await driver?.close();
    expect(await messageOf({ profile: "c" })).toContain("leads back to itself");
  });

  it("an MFA code is required", async () => {
    await files.writeConfig(
      `[profile base]\n${KEYS}[profile mfa]\nrole_arn = arn:aws:iam::111122223333:role/tagger\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/canary\n`,
    );
    const text = await messageOf({ profile: "mfa" });
    expect(text).toContain('The profile "mfa" requires an MFA code (mfa_serial)');
    expect(text).toContain("aws configure export-credentials --profile mfa");
  });

  it("the SSO session is absent, has expired, or is not configured", async () => {
    const account = "sso_account_id = 111122223333\nsso_role_name = tagger\n";
    await files.writeConfig(
      `[profile dev]\nsso_session = corp\n${account}[profile bare]\nsso_session = gone\n${account}[sso-session corp]\nsso_start_url = https://corp.example.com/start\nsso_region = us-east-1\n`,
    );
    expect(await messageOf({ profile: "dev" })).toBe(
      'There is no SSO session for the profile "dev". Log in: aws sso login --profile dev',
    );
    await driver?.close();
    const cached = `${createHash("sha1").update("corp").digest("hex")}.json`;
    await files.writeSsoToken(cached, { accessToken: "canary", expiresAt: "2020-01-01T00:00:00Z" });
    expect(await messageOf({ profile: "dev" })).toBe(
      'The SSO session of the profile "dev" has expired. Log in: aws sso login --profile dev',
    );
    await driver?.close();
    expect(await messageOf({ profile: "bare" })).toContain('names the sso_session "gone", which is not in');
  });

  it.each([
    ["exit 3", "failed with exit code 3"],
    ["exit 0", "printed nothing. The command must print the credentials as JSON"],
    ["no-such-command-canary", "the command was not found (exit code 127)"],
    ["kill -9 $$", "failed with exit code 137"],
    [
      "echo canary",
      "printed something that is not JSON. The command must print the credentials as JSON and nothing else",
    ],
    [
      'echo "Logging in…"; echo \'{"Version":1,"AccessKeyId":"canary","SecretAccessKey":"canary"}\'',
      "The command prints other text besides its JSON",
    ],
    ['echo \'{"AccessKeyId":"canary","SecretAccessKey":"canary"}\'', 'printed JSON without "Version": 1'],
    ['echo \'{"Version":1,"AccessKeyId":"canary"}\'', "printed JSON without credentials"],
    [
      'echo \'{"Version":1,"AccessKeyId":"canary","SecretAccessKey":"canary","Expiration":"2020-01-01T00:00:00Z"}\'',
      "printed credentials that have expired",
    ],
    ["echo canary >&2; exit 1", "failed with exit code 1"],
    ["printf null", 'printed JSON without "Version": 1'],
  ])("the credential_process runs %s", async (text, expected) => {
    const script = await files.writeScript("give", text);
    await files.writeConfig(`[profile tool]\ncredential_process = ${script}\n`);
    const message = await messageOf({ profile: "tool" });
    expect(message).toContain('The credential_process of the profile "tool"');
    expect(message).toContain(expected);
  });

  it.each([
    ["AccessDenied", 'AWS STS did not allow the role "tagger" to be assumed.'],
    ["ExpiredTokenException", 'The session with which the role "tagger" is assumed has expired.'],
    ["InvalidClientTokenId", 'does not accept the credentials with which the role "tagger" is assumed'],
    ["ValidationError", 'AWS STS refused to create a session of the role "tagger".'],
  ])("STS answers %s", async (code, expected) => {
    sts = { status: 403, body: stsError(code) };
    await files.writeConfig(
      `[profile base]\n${KEYS}[profile role]\nrole_arn = arn:aws:iam::111122223333:role/path/tagger\nsource_profile = base\n`,
    );
    expect(await messageOf({ profile: "role" })).toContain(expected);
    await driver?.close();
    const assumeRole = { arn: "arn:aws:iam::111122223333:role/tagger" };
    expect(await messageOf({ profile: "base", assumeRole })).toContain(expected);
  });

  it("a failure of STS is transient", async () => {
    sts = { status: 500, body: stsError("InternalFailure") };
    await files.writeConfig(`[profile base]\n${KEYS}`);
    await open({ profile: "base", assumeRole: { arn: "arn:aws:iam::111122223333:role/tagger" } });
    const error: unknown = await call().catch((reason: unknown) => reason);
    expect(driver?.classify(error)).toMatchObject({ code: "unavailable", retry: "transient", applied: "no" });
  });

  it("only half of an access key is set", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIACANARY");
    expect(await messageOf()).toContain("AWS_SECRET_ACCESS_KEY is not set");
  });

  it("the token file of a web identity does not exist", async () => {
    vi.stubEnv("AWS_WEB_IDENTITY_TOKEN_FILE", "/nonexistent/token");
    vi.stubEnv("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/tagger");
    expect(await messageOf()).toContain('The web identity token file "/nonexistent/token" cannot be read.');
  });

  it("no source has credentials: the message lists them", async () => {
    const text = await messageOf();
    expect(text).toContain("No credentials for AWS were found. Tried: AWS_ACCESS_KEY_ID,");
    expect(text).toContain("switched off by AWS_EC2_METADATA_DISABLED");
  });

  it("the profile has no credentials", async () => {
    await files.writeConfig("[profile empty]\nregion = us-east-1\n");
    expect(await messageOf({ profile: "empty" })).toContain('The profile "empty" has no credentials that can be used.');
  });

  it.each(["canary\nx", "canary\u00e9", "canary x"])("a header cannot contain the token %j", async (sessionToken) => {
    const credentials = async () => ({ accessKeyId: "AKIACANARY", secretAccessKey: "canary", sessionToken });
    expect(await messageOf({ credentials })).toContain("contain a space, a line break or a character outside ASCII");
  });

  it("the provider that was passed in fails", async () => {
    expect(await messageOf({ credentials: () => Promise.reject(new Error("canary")) })).toContain(
      'The provider that was passed in as "credentials"',
    );
  });
});

describe("a source of credentials that does not answer", () => {
  let silent: Server;
  let endpoint: string;

  beforeEach(async () => {
    silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/x`;
  });

  afterEach(() => {
    silent.close();
  });

  it("is named: the container's endpoint", async () => {
    vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint);
    expect(await messageOf({ credentialsTimeoutSeconds: 0.3 })).toMatch(
      /^The credentials were not available within 0\.3 s \(source: container credentials endpoint, AWS_CONTAINER_CREDENTIALS_FULL_URI\)\./,
    );
  });

  it("is named: a process, which is ended with its children", async () => {
    const script = await files.writeScript("hang", `sleep 100 & echo $! > ${join(files.home, "pid")}; wait`);
    await files.writeConfig(`[profile tool]\ncredential_process = ${script}\n`);
    expect(await messageOf({ profile: "tool", credentialsTimeoutSeconds: 1 })).toContain(
      'were not available within 1 s (source: credential_process of the profile "tool")',
    );
    const child = Number(await readFile(join(files.home, "pid"), "utf8"));
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  it("is named: STS, asked for a role", async () => {
    sts = "silent";
    await files.writeConfig(`[profile base]\n${KEYS}`);
    const assumeRole = { arn: "arn:aws:iam::111122223333:role/tagger" };
    expect(await messageOf({ profile: "base", assumeRole, credentialsTimeoutSeconds: 0.3 })).toContain(
      "were not available within 0.3 s",
    );
  });

  it("is named if the call ends earlier, and is asked once for all calls", async () => {
    let asked = 0;
    await open({
      credentials: () => {
        asked += 1;
        return new Promise(() => {});
      },
    });
    const ending = new AbortController();
    const calls = Array.from({ length: 5 }, () => call(ending.signal, 2_000).catch((reason: unknown) => reason));
    ending.abort(new DOMException("", "TimeoutError"));
    for (const error of await Promise.all(calls))
      expect(driver?.classify(error)).toMatchObject({
        code: "unauthenticated",
        message: 'The credentials were not available within 2 s (source: the option "credentials").',
      });
    expect(asked).toBe(1);
  });

  it("is named: the instance's metadata service", async () => {
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", undefined);
    vi.stubEnv("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint);
    expect(await messageOf({ credentialsTimeoutSeconds: 0.3 })).toContain(
      "source: metadata service of the EC2 instance",
    );
  });

  it("is no longer waited for after the driver is closed", async () => {
    const script = await files.writeScript("hang", `echo $$ > ${join(files.home, "pid")}; sleep 100`);
    await files.writeConfig(`[profile tool]\ncredential_process = ${script}\n`);
    await open({ profile: "tool" });
    const failed = call().catch((reason: unknown) => reason);
    await expect.poll(() => readFile(join(files.home, "pid"), "utf8").catch(() => "")).not.toBe("");
    await driver?.close();
    expect(await failed).toBeInstanceOf(Error);
    const child = Number(await readFile(join(files.home, "pid"), "utf8"));
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  it("an invalid time limit is refused", async () => {
    await expect(open({ credentialsTimeoutSeconds: 0 })).rejects.toMatchObject({ code: "configuration" });
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
  return driver?.renewCredentials?.({ signal: new AbortController().signal, timeoutMs: 15_000 });
}

describe("credentials that end", () => {
  it("are read again from a file that was rewritten", async () => {
    await files.writeCredentials("[default]\naws_access_key_id = FIRST\naws_secret_access_key = s\n");
    await open();
    await call();
    expect(await renew()).toBe(false);
    await files.writeCredentials("[default]\naws_access_key_id = SECOND\naws_secret_access_key = s\n");
    await call();
    expect(await renew()).toBe(true);
    await call();
    expect(signedBy).toEqual(["FIRST", "FIRST", "SECOND"]);
  });

  it("come from the process again, and from the roles that the profile assumes", async () => {
    const credentials = `<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration>`;
    sts = {
      status: 200,
      body: `<AssumeRoleResponse><AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    };
    const script = await files.writeScript(
      "give",
      'echo "{\\"Version\\":1,\\"AccessKeyId\\":\\"P$$\\",\\"SecretAccessKey\\":\\"s\\"}"',
    );
    await files.writeConfig(
      `[profile tool]\ncredential_process = ${script}\n[profile role]\nrole_arn = arn:aws:iam::111122223333:role/tagger\nsource_profile = tool\n`,
    );
    await open({ profile: "tool" });
    await call();
    await call();
    expect(await renew()).toBe(true);
    await call();
    expect(signedBy[0]).toBe(signedBy[1]);
    expect(signedBy[2]).not.toBe(signedBy[1]);
    await driver?.close();
    signedBy = [];
    await open({ profile: "role" });
    await call();
    expect(signedBy).toEqual(["ASIAROLE"]);
  });

  it("are not requested from the process for every call, however short its sessions are", async () => {
    const log = join(files.home, "log");
    const script = await files.writeScript(
      "give",
      `echo x >> ${log}; echo "{\\"Version\\":1,\\"AccessKeyId\\":\\"A\\",\\"SecretAccessKey\\":\\"s\\",\\"Expiration\\":\\"${new Date(Date.now() + 60_000).toISOString()}\\"}"`,
    );
    await files.writeConfig(`[profile tool]\ncredential_process = ${script}\n`);
    await open({ profile: "tool" });
    for (let count = 0; count < 20; count += 1) await call();
    expect((await readFile(log, "utf8")).trim().split("\n")).toHaveLength(1);
  });

  it("cannot be renewed if they were passed in as fixed values", async () => {
    await open({ credentials: { accessKeyId: "FIXED", secretAccessKey: "s" } });
    await call();
    expect(await renew()).toBe(false);
  });

  it("are requested again from a client that was passed in", async () => {
    let asked = 0;
    const client = new KMSClient({
      region: "us-east-1",
      endpoint: server.endpoint,
      credentials: async () => ({ accessKeyId: `ASKED${(asked += 1)}`, secretAccessKey: "s" }),
    });
    driver = await createAwsKmsDriver({ client });
    await call();
    await call();
    expect(await renew()).toBe(true);
    await call();
    expect(signedBy).toEqual(["ASKED1", "ASKED1", "ASKED2"]);
    client.destroy();
  });

  it("are reported with their source if AWS refuses them", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIACANARY");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "canary");
    await open();
    await call();
    const refused = Object.assign(new Error("canary"), {
      name: "UnrecognizedClientException",
      $fault: "client",
      $metadata: {},
    });
    expect(driver?.classify(refused).message).toBe(
      "AWS does not accept the credentials (source: environment variables).",
    );
  });

  it("are reported with the command that renews them", async () => {
    await files.writeCredentials(`[default]\n${KEYS}`);
    await open();
    await call();
    const expired = Object.assign(new Error("canary"), {
      name: "ExpiredTokenException",
      $fault: "client",
      $metadata: {},
    });
    expect(driver?.classify(expired)).toMatchObject({
      code: "unauthenticated",
      message: "The session has expired.",
      hint: 'Renew it: write the keys of a new session into the profile "default".',
    });
  });
});

it("keeps the credentials that were passed in, also if the object is changed later", async () => {
  const credentials = { accessKeyId: "AKIAONE", secretAccessKey: "s" };
  await open({ credentials });
  await call();
  credentials.accessKeyId = "AKIATWO";
  await call();
  expect(signedBy).toEqual(["AKIAONE", "AKIAONE"]);
});
