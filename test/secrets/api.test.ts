import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAlibabaKms } from "@crosstag/alibaba";
import { createAwsKms } from "@crosstag/aws";
import { CrosstagError, rawCauseOf, type Crosstag, type EngineOptions } from "@crosstag/core";
import { openEvidenceJournal } from "@crosstag/core/node";
import { startLocalClouds, type FaultKind, type LocalClouds } from "@crosstag/local-clouds";
import type OpenApi from "@alicloud/openapi-client";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { LeakSearch, MARK, planted } from "./leak-search.ts";

const AWS_CREDENTIALS = {
  accessKeyId: "AKIATESTS00000000000",
  secretAccessKey: planted("secret"),
  sessionToken: planted("token"),
};
const ALIBABA_CREDENTIALS = {
  accessKeyId: "STS.TESTS0000000000",
  accessKeySecret: planted("secret"),
  securityToken: planted("token"),
};
const VALUE = planted("value");

/** No waiting between attempts: the test checks the output, not its time. */
const ENGINE: EngineOptions = { retry: "immediate", pacing: "off", settleTimeoutMs: 1 };
const QUICK = { callTimeoutMs: 200 };

let clouds: LocalClouds;
let home: string;
beforeAll(async () => {
  clouds = await startLocalClouds({
    // A value that the rules allow and the cloud refuses is repeated in the cloud's message.
    aws: { quotas: "off", credentials: [AWS_CREDENTIALS], settings: { tagLengthUnit: "utf-16-units" } },
    alibaba: { quotas: "off", credentials: [ALIBABA_CREDENTIALS] },
  });
  home = await mkdtemp(join(tmpdir(), "crosstag-secrets-"));
  vi.stubEnv("HOME", home);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
  // The last link of the chain; without it that link looks up a host named "undefined".
  vi.stubEnv("ALIBABA_CLOUD_CREDENTIALS_URI", `http://127.0.0.1:1/?${planted("uri")}`);
});
afterEach(() => {
  clouds.aws.faults.clear();
  clouds.alibaba.faults.clear();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await clouds.close();
  await rm(home, { recursive: true, force: true });
});

interface CloudUnderTest {
  readonly name: "aws" | "alibaba";
  readonly secretVariables: readonly string[];
  /** Credentials from the environment, unless the options have some. */
  open(options?: object, credentials?: "environment" | "none"): Promise<Crosstag>;
  createExternalKey(): { readonly keyId: string; readonly arn: string };
  unknownKey(): string;
}

const AWS: CloudUnderTest = {
  name: "aws",
  secretVariables: ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"],
  open: (options = {}, credentials = "environment") => {
    const given = credentials === "environment";
    vi.stubEnv("AWS_ACCESS_KEY_ID", given ? AWS_CREDENTIALS.accessKeyId : undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", given ? AWS_CREDENTIALS.secretAccessKey : undefined);
    vi.stubEnv("AWS_SESSION_TOKEN", given ? AWS_CREDENTIALS.sessionToken : undefined);
    const { endpoint, region } = clouds.aws;
    return createAwsKms({ endpoint, region, ...ENGINE, ...options });
  },
  createExternalKey: () => clouds.aws.keys.createKey({ origin: "EXTERNAL", tags: { owner: VALUE } }),
  unknownKey: () => `arn:aws:kms:${clouds.aws.region}:${clouds.aws.account}:key/00000000-0000-4000-8000-000000000000`,
};

const ALIBABA: CloudUnderTest = {
  name: "alibaba",
  secretVariables: ["ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"],
  open: (options = {}, credentials = "environment") => {
    const given = credentials === "environment";
    vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", given ? ALIBABA_CREDENTIALS.accessKeyId : undefined);
    vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", given ? ALIBABA_CREDENTIALS.accessKeySecret : undefined);
    vi.stubEnv("ALIBABA_CLOUD_SECURITY_TOKEN", given ? ALIBABA_CREDENTIALS.securityToken : undefined);
    const { endpoint, region, account } = clouds.alibaba;
    return createAlibabaKms({ endpoint, region, account, ...ENGINE, ...options });
  },
  createExternalKey: () => clouds.alibaba.keys.createKey({ origin: "EXTERNAL", tags: { owner: VALUE } }),
  unknownKey: () => `acs:kms:${clouds.alibaba.region}:${clouds.alibaba.account}:key/key-000000000000`,
};

const CLOUDS = [AWS, ALIBABA];

/** Calls every operation of the API on the same key, and checks all of its output. */
async function doEverything(
  cloud: CloudUnderTest,
  open: () => Promise<Crosstag>,
  search: LeakSearch,
  resource?: string,
): Promise<readonly CrosstagError[]> {
  const errors: CrosstagError[] = [];
  const seen = (where: string, value: unknown) => {
    search.look(`${cloud.name}, ${where}`, value);
    if (CrosstagError.is(value)) errors.push(value);
  };
  const attempt = async <Result>(where: string, work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      const result = await work();
      seen(where, result);
      return result;
    } catch (error) {
      // Anything else is a defect, and its text is not checked.
      if (!CrosstagError.is(error))
        seen(`${where} rejected with an error that is not a CrosstagError`, new Error(`${MARK}: ${String(error)}`));
      seen(where, error);
      return undefined;
    }
  };
  const onEvent = (event: object) => seen("event", event);
  let crosstag: Crosstag;
  try {
    crosstag = await open();
  } catch (error) {
    seen("opening", error);
    if (!CrosstagError.is(error)) throw error;
    return errors;
  }
  const key =
    resource === undefined ? cloud.createExternalKey() : { keyId: resource.split("/").at(-1) ?? "", arn: resource };
  const resources = [key.arn];
  const options = { ...QUICK, onEvent };
  for (const readFirst of [true, false]) {
    const tagged = await attempt("tagResource", () =>
      crosstag.tagResource({ resources, tags: { team: VALUE, stage: VALUE }, readFirst }, options),
    );
    for (const outcome of tagged?.outcomes ?? []) if ("error" in outcome) seen("outcome", outcome.error);
  }
  const untagged = await attempt("untagResource", () =>
    crosstag.untagResource({ resources, tagKeys: ["team"] }, options),
  );
  for (const outcome of untagged?.outcomes ?? []) if ("error" in outcome) seen("outcome", outcome.error);
  await attempt("listTags", async () => {
    for await (const read of crosstag.listTags({ resources }, options))
      if (read.status === "failed") seen("listTags", read.error);
  });
  await attempt("findResources", async () => {
    for await (const found of crosstag.findResources({ kinds: ["key"], describe: true }, options))
      seen("findResources", found);
  });
  await attempt("inspectKeyMaterial", () => crosstag.inspectKeyMaterial({ resource: key.arn }, options));
  const path = join(home, `journal-${Math.random()}.jsonl`);
  const journal = await openEvidenceJournal(path);
  await attempt("deleteKeyMaterial", () =>
    crosstag.deleteKeyMaterial(
      { resource: key.arn, confirm: key.keyId, evidence: (record) => journal.append({ ...record }) },
      options,
    ),
  );
  await journal.close();
  seen("journal", await readFile(path, "utf8"));
  await crosstag.close();
  seen("request log", clouds[cloud.name].requests.entries);
  return errors;
}

describe.each(CLOUDS)("$name", (cloud) => {
  const FAULTS: readonly FaultKind[] = [
    "throttle",
    "server-error-json",
    "server-error-html",
    "server-error-empty",
    "unreadable-success",
    "reset-before-applying",
    "reset-after-applying",
    "delay",
  ];

  test.each(FAULTS)("every call meets the fault %s", async (kind) => {
    const search = new LeakSearch();
    clouds[cloud.name].faults.add({ kind, ...(kind === "delay" && { delayMs: 60_000 }) });
    const errors = await doEverything(cloud, () => cloud.open({ retry: "impatient", settleTimeoutMs: 1 }), search);
    expect(errors.length).toBeGreaterThan(3);
    expect(search.leaks).toEqual([]);
  });

  test.each(FAULTS)("only writes meet the fault %s, so that outcomes are settled by reading", async (kind) => {
    const search = new LeakSearch();
    for (const operation of [
      "TagResource",
      "TagResources",
      "UntagResource",
      "UntagResources",
      "DeleteImportedKeyMaterial",
      "DeleteKeyMaterial",
    ]) {
      clouds[cloud.name].faults.add({ kind, operation, times: 2, ...(kind === "delay" && { delayMs: 60_000 }) });
    }
    await doEverything(cloud, () => cloud.open({ retry: "impatient", settleTimeoutMs: 1 }), search);
    expect(search.leaks).toEqual([]);
  });

  test("nothing fails", async () => {
    const search = new LeakSearch();
    expect(await doEverything(cloud, () => cloud.open(), search)).toEqual([]);
    expect(search.leaks).toEqual([]);
  });

  test("the key does not exist", async () => {
    const search = new LeakSearch();
    const errors = await doEverything(cloud, () => cloud.open(), search, cloud.unknownKey());
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["not-found"]));
    expect(search.leaks).toEqual([]);
  });

  test("tags are refused by the rules", async () => {
    const search = new LeakSearch();
    const crosstag = await cloud.open();
    const { arn } = cloud.createExternalKey();
    const sent = clouds[cloud.name].requests.count();
    const bad = [
      { team: `${VALUE}\u0007` },
      { team: VALUE.repeat(20) },
      { "aws:team": VALUE, "acs:team": VALUE, aliyun: VALUE, "https://team": VALUE },
      { ["k".repeat(129)]: VALUE, "": VALUE, "a&b": VALUE },
      Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key-${index}`, VALUE])),
      { team: { toString: () => VALUE, secret: VALUE } as unknown as string },
      { team: `${VALUE}\uD800` },
    ];
    for (const tags of [
      ...bad,
      [
        { key: "a", value: VALUE },
        { key: "a", value: VALUE },
      ],
      [{ value: VALUE }],
    ] as never[]) {
      const error: unknown = await crosstag.tagResource({ resources: [arn], tags }).then(
        (result) => result.outcomes,
        (reason: unknown) => reason,
      );
      expect(CrosstagError.is(error) ? error.code : error).toBe("invalid-request");
      search.look("refused tags", error);
    }
    expect(clouds[cloud.name].requests.count()).toBe(sent);
    await crosstag.close();
    expect(search.leaks).toEqual([]);
  });

  test("the signature or the session token is wrong", async () => {
    const search = new LeakSearch();
    for (const variable of cloud.secretVariables) {
      const open = () => {
        const opening = cloud.open();
        vi.stubEnv(variable, planted("other"));
        return opening;
      };
      const errors = await doEverything(cloud, open, search);
      expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["unauthenticated"]));
    }
    expect(search.leaks).toEqual([]);
  });

  test.each([
    ["with a user and a query", `http://user:${planted("password")}@127.0.0.1:1/?token=${planted("token")}`],
    ["that is not a URL", `${planted("word")} ${planted("word")}`],
    ["of another protocol", `ftp://user:${planted("password")}@127.0.0.1`],
    ["of a port on which no server listens", "http://127.0.0.1:1"],
    ["with a path, of a port on which no server listens", `http://127.0.0.1:1/${planted("path")}`],
    ["that is plain http elsewhere", `http://${MARK}@example.com/?${planted("query")}`],
  ])("the endpoint is one %s", async (_, endpoint) => {
    const search = new LeakSearch();
    const errors = await doEverything(cloud, () => cloud.open({ endpoint }), search);
    expect(errors.length).toBeGreaterThan(0);
    expect(search.leaks).toEqual([]);
  });

  test("the request is canceled, and its time limit is reached", async () => {
    const search = new LeakSearch();
    clouds[cloud.name].faults.add({ kind: "delay", delayMs: 60_000 });
    const crosstag = await cloud.open();
    const { arn } = cloud.createExternalKey();
    for (const options of [
      { signal: AbortSignal.timeout(50) },
      { timeoutMs: 50 },
      { signal: AbortSignal.abort(new Error(VALUE)) },
    ]) {
      const { outcomes } = await crosstag.tagResource(
        { resources: [arn], tags: { team: VALUE }, readFirst: false },
        options,
      );
      search.look("ended", outcomes);
      for (const outcome of outcomes) if ("error" in outcome) search.look("ended", outcome.error);
    }
    await crosstag.close();
    expect(search.leaks).toEqual([]);
  });
});

/** Checks that everything has failed without credentials. Returns the leaks found. */
const leaksWithoutCredentials = async (cloud: CloudUnderTest, options: object = {}): Promise<readonly string[]> => {
  const search = new LeakSearch();
  const errors = await doEverything(cloud, () => cloud.open(options, "none"), search);
  const other = errors.find(
    ({ code }) => !["unauthenticated", "configuration", "unavailable", "deadline-exceeded"].includes(code),
  );
  if (errors.length === 0 || other !== undefined) throw other ?? new Error("It was expected to fail.");
  return search.leaks;
};

describe("credentials", () => {
  const profiles = { aws: join(".aws", "credentials"), alibaba: join(".aliyun", "config.json") };
  const write = async (name: keyof typeof profiles, text: string) => {
    await mkdir(join(home, profiles[name], ".."), { recursive: true });
    await writeFile(join(home, profiles[name]), text);
  };
  afterEach(async () => {
    for (const path of Object.values(profiles)) await rm(join(home, path, ".."), { recursive: true, force: true });
    for (const name of [
      "AWS_WEB_IDENTITY_TOKEN_FILE",
      "AWS_ROLE_ARN",
      "AWS_ENDPOINT_URL_STS",
      "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
      "ALIBABA_CLOUD_ROLE_ARN",
      "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
    ])
      vi.stubEnv(name, undefined);
  });

  test("AWS: the credentials file has no such profile, is broken, or holds half a pair", async () => {
    await write(
      "aws",
      `[default]\naws_access_key_id = AKIA\naws_secret_access_key = ${planted("secret")}\naws_session_token = ${planted("token")}\n`,
    );
    expect(await leaksWithoutCredentials(AWS, { profile: "absent" })).toEqual([]);
    await write(
      "aws",
      `[other\naws_secret_access_key ${planted("secret")}\n= ${planted("secret")}\n{"a":"${planted("token")}"`,
    );
    expect(await leaksWithoutCredentials(AWS, { profile: "other" })).toEqual([]);
    await write("aws", `[half]\naws_secret_access_key = ${planted("secret")}\n`);
    expect(await leaksWithoutCredentials(AWS, { profile: "half" })).toEqual([]);
  });

  test("AWS: a role cannot be assumed with a web identity", async () => {
    const token = join(home, "token");
    await writeFile(token, planted("identity"));
    vi.stubEnv("AWS_WEB_IDENTITY_TOKEN_FILE", token);
    vi.stubEnv("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/tagger");
    vi.stubEnv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1");
    expect(await leaksWithoutCredentials(AWS)).toEqual([]);
  });

  test("AWS: a credential process returns something else", async () => {
    const script = join(home, "credentials.sh");
    await writeFile(
      script,
      `#!/bin/sh\necho '{"Version":1,"SecretAccessKey":"${planted("secret")}"'\necho ${planted("token")} >&2\nexit 3\n`,
      { mode: 0o755 },
    );
    await write("aws", `[external]\ncredential_process = ${script} ${planted("argument")}\n`);
    expect(await leaksWithoutCredentials(AWS, { profile: "external" })).toEqual([]);
  });

  test.each([
    [
      "a syntax error",
      `{"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":"LTAI","access_key_secret":"${planted("secret")}",}]}`,
    ],
    [
      "no profile of the name",
      `{"current":"other","profiles":[{"name":"default","mode":"StsToken","access_key_id":"LTAI","access_key_secret":"${planted("secret")}","sts_token":"${planted("token")}"}]}`,
    ],
    [
      "an unknown mode",
      `{"current":"default","profiles":[{"name":"default","mode":"${planted("mode")}","access_key_secret":"${planted("secret")}"}]}`,
    ],
    ["nothing but text", planted("secret")],
  ])("Alibaba: config.json has %s", async (_, text) => {
    await write("alibaba", text);
    expect(await leaksWithoutCredentials(ALIBABA)).toEqual([]);
    expect(await leaksWithoutCredentials(ALIBABA, { profile: "absent" })).toEqual([]);
  });

  test("Alibaba: a credential process returns something else", async () => {
    await write(
      "alibaba",
      JSON.stringify({
        current: "default",
        profiles: [
          { name: "default", mode: "External", process_command: `echo {"access_key_secret":"${planted("secret")}"` },
        ],
      }),
    );
    expect(await leaksWithoutCredentials(ALIBABA)).toEqual([]);
  });

  test("Alibaba: the token file of an OIDC role does not exist", async () => {
    vi.stubEnv("ALIBABA_CLOUD_OIDC_TOKEN_FILE", join(home, "absent"));
    vi.stubEnv("ALIBABA_CLOUD_ROLE_ARN", `acs:ram::1:role/${planted("role")}`);
    vi.stubEnv("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", `acs:ram::1:oidc-provider/${planted("provider")}`);
    expect(await leaksWithoutCredentials(ALIBABA)).toEqual([]);
  });

  test("credentials passed in code are as safe as found ones", async () => {
    const search = new LeakSearch();
    clouds.aws.faults.add({ kind: "reset-before-applying" });
    clouds.alibaba.faults.add({ kind: "reset-before-applying" });
    const credentials = { ...AWS_CREDENTIALS };
    expect((await doEverything(AWS, () => AWS.open({ credentials }, "none"), search)).length).toBeGreaterThan(3);
    const openApi = createRequire(import.meta.url)("@alicloud/openapi-client") as typeof OpenApi;
    const { endpoint, region, account } = clouds.alibaba;
    const client = new openApi.default(
      new openApi.Config({
        ...ALIBABA_CREDENTIALS,
        endpoint: endpoint.slice("http://".length),
        protocol: "http",
        regionId: region,
      }),
    );
    expect(
      (await doEverything(ALIBABA, () => createAlibabaKms({ client, account, ...ENGINE }), search)).length,
    ).toBeGreaterThan(3);
    expect(search.leaks).toEqual([]);
  });
});

test("the search finds what a cloud's own error leaks", async () => {
  const crosstag = await AWS.open();
  const { arn } = AWS.createExternalKey();
  // 200 characters for the rules, 400 for this cloud, which then repeats them.
  const { outcomes } = await crosstag.tagResource({ resources: [arn], tags: { team: `${VALUE}${"𐐀".repeat(200)}` } });
  const [outcome] = outcomes;
  if (outcome === undefined || !("error" in outcome)) throw new Error("The tag was expected to be refused.");
  const ours = new LeakSearch();
  ours.look("error", outcome.error);
  ours.look("outcomes", outcomes);
  expect(ours.leaks).toEqual([]);
  const raw = new LeakSearch();
  raw.look("raw error", rawCauseOf(outcome.error));
  expect(raw.leaks.length).toBeGreaterThan(1);
  await crosstag.close();
});
