import { createServer } from "node:http";
import { adapter as alibaba } from "@crosstag/alibaba";
import { adapter as aws } from "@crosstag/aws";
import { type Clock, createCrosstag, RETRY_POLICIES } from "@crosstag/core";
import type { DriverSettings, KmsDriver } from "@crosstag/core/driver";
import { adapter as tencent } from "@crosstag/tencent";
import { afterEach, expect, test, vi } from "vitest";
import { listen } from "./listening.ts";

const secrets = aws.services?.find(({ name }) => name === "secretsmanager");

interface Scene {
  readonly createDriver: (settings: DriverSettings) => Promise<KmsDriver> | undefined;
  readonly settings: DriverSettings;
  readonly resource: string;
  readonly attempts: number;
  readonly message: string;
}

const SCENES: Readonly<Record<string, Scene>> = {
  "AWS KMS": {
    createDriver: (settings) => aws.createDriver(settings),
    settings: { region: "us-east-1", credentials: { accessKeyId: "id", secretAccessKey: "secret" } },
    resource: "11111111-2222-4333-8444-555555555555",
    attempts: 1,
    message: "AWS STS did not answer in time.",
  },
  "AWS Secrets Manager, which is not asked for the account": {
    createDriver: (settings) => secrets?.createDriver(settings),
    settings: { region: "us-east-1", credentials: { accessKeyId: "id", secretAccessKey: "secret" } },
    resource: "arn:aws:secretsmanager:us-east-1:111122223333:secret:database-AbCdEf",
    attempts: 1,
    message: "AWS STS did not answer within 15 s.",
  },
  "Alibaba Cloud KMS": {
    createDriver: (settings) => alibaba.createDriver(settings),
    settings: { region: "cn-hangzhou", credentials: { accessKeyId: "id", accessKeySecret: "secret" } },
    resource: "key-hzz0000000000000000000",
    attempts: 1,
    message: "Alibaba Cloud STS did not answer in time.",
  },
  "Tencent Cloud KMS, which is not asked for the account": {
    createDriver: (settings) => tencent.createDriver(settings),
    settings: { region: "ap-guangzhou", credentials: { secretId: "id", secretKey: "secret" } },
    resource: "11111111-2222-11ee-8444-555555555555",
    attempts: 2,
    message: "Tencent Cloud STS did not answer: 2 attempts of 15 s each.",
  },
};

/** Time limits that end when the test says so. */
class Limits {
  readonly #ofCalls = new Set<() => void>();
  readonly #ofQuestions: (() => void)[] = [];

  readonly clock: Clock = {
    now: () => performance.now(),
    sleep: () => Promise.resolve(),
    startTimer: (milliseconds, onTime) => {
      if (milliseconds === 0) setImmediate(onTime);
      else this.#ofCalls.add(onTime);
      return () => this.#ofCalls.delete(onTime);
    },
  };

  readonly timeout = (): AbortSignal => {
    const controller = new AbortController();
    this.#ofQuestions.push(() => controller.abort(new DOMException("", "TimeoutError")));
    return controller.signal;
  };

  /** The limit of the question to the token service, if it has one of its own, or else that of the call. */
  end(): void {
    const own = this.#ofQuestions.pop();
    if (own !== undefined) own();
    else for (const onTime of this.#ofCalls) onTime();
  }
}

/** A cloud without keys, whose token service never answers. */
function startCloud(onTokenService: () => void) {
  const requestId = "00000000-0000-4000-8000-000000000001";
  return listen(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const asked = `${request.url} ${JSON.stringify(request.headers)} ${Buffer.concat(chunks).toString()}`;
        if (asked.includes("GetCallerIdentity")) return onTokenService();
        const answer = asked.includes("TrentService.")
          ? { Keys: [], Truncated: false }
          : { RequestId: requestId, TotalCount: 0, PageNumber: 1, PageSize: 1 };
        response.writeHead(200, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId });
        return response.end(JSON.stringify(answer));
      });
    }),
  );
}

afterEach(() => vi.restoreAllMocks());

test.each(Object.entries(SCENES))("the time-out of a token service is not that of %s", async (_, scene) => {
  const limits = new Limits();
  await using server = await startCloud(() => limits.end());
  const driver = await scene.createDriver({ ...scene.settings, endpoint: `http://127.0.0.1:${server.port}` });
  if (driver === undefined) throw new Error("AWS Secrets Manager is not among the services.");
  await using crosstag = createCrosstag([driver], {
    clock: limits.clock,
    retry: { ...RETRY_POLICIES.immediate, transientAttempts: scene.attempts },
    pacing: "off",
  });
  vi.spyOn(AbortSignal, "timeout").mockImplementation(limits.timeout);
  const { outcomes } = await crosstag.tagResource({ resources: [scene.resource], tags: { team: "payments" } });
  expect(outcomes).toMatchObject([
    { status: "failed", error: { code: "deadline-exceeded", retry: "transient", message: scene.message } },
  ]);
});
