import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { createAwsKmsDriver } from "@crosstag/aws";
import { createCrosstag } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { startLocalClouds } from "@crosstag/local-clouds";
import { describe, expect, onTestFinished, test, vi } from "vitest";

/*
 * A source of credentials that renews them by itself, in the middle of everything, and may turn to another account.
 */

const KEY_ID = "11111111-2222-4333-8444-555555555555";
/** Whose each session is. */
const SESSIONS = { A1: "A", A2: "A", B1: "B" } as const;
type Session = keyof typeof SESSIONS;

/** Both accounts behind one address, as at a cloud: the credentials say which one is meant. */
async function startAccounts() {
  const clouds = {
    A: await startLocalClouds({
      aws: { quotas: "off", account: "111111111111" },
      alibaba: { quotas: "off", account: "1001" },
    }),
    B: await startLocalClouds({
      aws: { quotas: "off", account: "222222222222" },
      alibaba: { quotas: "off", account: "2002" },
    }),
  };
  for (const { aws, alibaba } of Object.values(clouds)) {
    aws.keys.createKey({ keyId: KEY_ID });
    alibaba.secrets.createSecret("database");
  }
  for (const [id, account] of Object.entries(SESSIONS)) {
    clouds[account].aws.addCredentials({ accessKeyId: id, secretAccessKey: "s", sessionToken: `token-${id}` });
    clouds[account].alibaba.addCredentials({ accessKeyId: id, accessKeySecret: "s", securityToken: `token-${id}` });
  }
  const front = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const [, id] = /Credential=(\w+)/.exec(headers.authorization ?? "") ?? [];
    const cloud = clouds[SESSIONS[id as Session]];
    const { hostname: host, port } = new URL(
      headers["x-acs-action"] === undefined ? cloud.aws.endpoint : cloud.alibaba.endpoint,
    );
    const passed = request({ host, port, method, path, headers }, (answer: IncomingMessage) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    front.closeAllConnections();
    await new Promise((resolve) => front.close(resolve));
    await clouds.A.close();
    await clouds.B.close();
  });
  return { clouds, endpoint: `http://127.0.0.1:${(front.address() as AddressInfo).port}` };
}

type Accounts = Awaited<ReturnType<typeof startAccounts>>;

/** Each source gives the session of the moment, and is asked again soon. */
const CLOUDS = {
  aws: {
    open: async ({ endpoint }: Accounts, now: () => Session): Promise<KmsDriver> =>
      createAwsKmsDriver({
        endpoint,
        region: "us-east-1",
        credentials: async () => {
          const id = now();
          const expiration = new Date(Date.now() + 500);
          return { accessKeyId: id, secretAccessKey: "s", sessionToken: `token-${id}`, expiration };
        },
      }),
    name: `arn:aws:kms:us-east-1:111111111111:key/${KEY_ID}`,
    tagsOf: ({ clouds }: Accounts, account: "A" | "B") => clouds[account].aws.keys.tagsOf(KEY_ID),
    questions: ({ clouds }: Accounts) =>
      clouds.A.aws.requests.count("GetCallerIdentity") + clouds.B.aws.requests.count("GetCallerIdentity"),
  },
  alibaba: {
    open: async ({ endpoint }: Accounts, now: () => Session): Promise<KmsDriver> => {
      const source = createServer((_, answer) => {
        const id = now();
        const [AccessKeyId, AccessKeySecret, SecurityToken] = [id, "s", `token-${id}`];
        const Expiration = new Date(Date.now() + 60_000).toISOString();
        answer.end(JSON.stringify({ Code: "Success", AccessKeyId, AccessKeySecret, SecurityToken, Expiration }));
      });
      await new Promise<void>((resolve) => source.listen(0, "127.0.0.1", resolve));
      onTestFinished(async () => {
        source.closeAllConnections();
        await new Promise((resolve) => source.close(resolve));
      });
      for (const name of Object.keys(process.env)) if (name.startsWith("ALIBABA_CLOUD_")) vi.stubEnv(name, undefined);
      vi.stubEnv("HOME", "/nonexistent");
      vi.stubEnv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
      vi.stubEnv(
        "ALIBABA_CLOUD_CREDENTIALS_URI",
        `http://127.0.0.1:${(source.address() as AddressInfo).port}/credentials`,
      );
      onTestFinished(() => void vi.unstubAllEnvs());
      return createAlibabaKmsDriver({ endpoint, region: "cn-hangzhou" });
    },
    name: "acs:kms:cn-hangzhou:1001:secret/database",
    tagsOf: ({ clouds }: Accounts, account: "A" | "B") => clouds[account].alibaba.secrets.tagsOf("database"),
    questions: ({ clouds }: Accounts) =>
      clouds.A.alibaba.requests.count("GetCallerIdentity") + clouds.B.alibaba.requests.count("GetCallerIdentity"),
  },
} as const;

const WITH_FUNCTION = {
  ...CLOUDS.alibaba,
  open: async ({ endpoint }: Accounts, now: () => Session): Promise<KmsDriver> =>
    createAlibabaKmsDriver({
      endpoint,
      region: "cn-hangzhou",
      credentials: async () => {
        const id = now();
        const expiration = new Date(Date.now() + 500);
        return { accessKeyId: id, accessKeySecret: "s", securityToken: `token-${id}`, expiration };
      },
    }),
};

const SOURCES = { ...CLOUDS, "alibaba with a function": WITH_FUNCTION };

describe.each(["aws", "alibaba", "alibaba with a function"] as const)("a source of credentials for %s", (provider) => {
  const cloud = SOURCES[provider];

  async function open() {
    const accounts = await startAccounts();
    let session: Session = "A1";
    const driver = await cloud.open(accounts, () => session);
    const crosstag = createCrosstag([driver], { pacing: "off", retry: "immediate" });
    onTestFinished(() => crosstag.close());
    const tag = (value: string) =>
      crosstag.tagResource({ resources: [cloud.name], tags: { n: value }, readFirst: false });
    const turnTo = async (next: Session) => {
      session = next;
      // The session of before ends, or is no longer taken for granted.
      await wait(1_100);
    };
    return { accounts, tag, turnTo };
  }

  test("that returns another session of the account costs one call, and the run continues", async () => {
    const { accounts, tag, turnTo } = await open();
    expect((await tag("1")).counts.changed).toBe(1);
    await turnTo("A2");
    expect((await tag("2")).counts.changed).toBe(1);
    expect(cloud.tagsOf(accounts, "A")).toEqual({ n: "2" });
    expect(cloud.questions(accounts)).toBe(2);
  });

  test("that turns to another account is refused before anything is signed for it, until it turns back", async () => {
    const { accounts, tag, turnTo } = await open();
    await tag("1");
    await turnTo("B1");
    const { outcomes } = await tag("2");
    expect(outcomes).toMatchObject([
      {
        status: "failed",
        error: {
          code: "unauthenticated",
          message: expect.stringMatching(
            /^The new credentials belong to account 2\d+, the previous ones to account 1\d+\./,
          ),
        },
      },
    ]);
    expect([cloud.tagsOf(accounts, "A"), cloud.tagsOf(accounts, "B")]).toEqual([{ n: "1" }, {}]);
    await turnTo("A2");
    expect((await tag("3")).counts.changed).toBe(1);
    expect([cloud.tagsOf(accounts, "A"), cloud.tagsOf(accounts, "B")]).toEqual([{ n: "3" }, {}]);
  });
});
