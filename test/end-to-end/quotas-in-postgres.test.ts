import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { localAwsCredentials, startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { describe, expect, it } from "vitest";
import { postgresMissing, startPostgres } from "../../packages/dbos/test/start-postgres.ts";

const QUOTA = 10;
const KEYS = 20;
/** Runs as a process of its own, with the built packages. */
const WORKER = `
import { createAwsKms } from "@crosstag/aws";
import { openPostgresBudget } from "@crosstag/dbos";
const { databaseUrl, resources, ...cloud } = JSON.parse(process.env.JOB);
const quotaBudget = openPostgresBudget({ databaseUrl });
const kms = await createAwsKms({ ...cloud, quotaBudget, retry: "patient" });
const { counts } = await kms.tagResource({ resources, tags: { team: "payments" }, readFirst: false });
await kms.close();
await quotaBudget.close();
process.exitCode = counts.changed === resources.length ? 0 : 1;
`;

function startWorker({ aws }: LocalClouds, databaseUrl: string): ChildProcess {
  const resources = aws.keys.addMany(KEYS).map(({ arn }) => arn);
  const { endpoint, region } = aws;
  const cloud = { endpoint, region, account: "111122223333", credentials: localAwsCredentials };
  const environment = { PATH: process.env["PATH"] ?? "", JOB: JSON.stringify({ ...cloud, databaseUrl, resources }) };
  return spawn(process.execPath, ["--input-type=module", "--eval", WORKER], {
    cwd: import.meta.dirname,
    env: environment,
    stdio: "ignore",
  });
}

describe.skipIf(postgresMissing !== "")(`a quota in Postgres ${postgresMissing}`, () => {
  it("is exactly spent by four processes, two of which are killed", async () => {
    const database = await startPostgres();
    const clouds = await startLocalClouds({ alibaba: false, aws: { quotas: { TagResource: QUOTA } } });
    const writes = () => clouds.aws.requests.entries.filter(({ operation }) => operation === "TagResource");
    try {
      const workers = Array.from({ length: 4 }, () => startWorker(clouds, database.url));
      const ended = workers.map(async (worker) => (await once(worker, "exit"))[0] as number | null);
      while (writes().length < 2 * QUOTA) await sleep(20);
      workers[0]?.kill("SIGKILL");
      workers[1]?.kill("SIGKILL");
      expect((await Promise.all(ended)).slice(2)).toEqual([0, 0]);
      expect(writes().filter(({ applied }) => !applied)).toEqual([]);
      const times = writes().map(({ at }) => at);
      // Over three seconds, because a busy machine delays calls.
      const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 3_000).length));
      expect(most).toBeLessThanOrEqual(3 * QUOTA + 3);
    } finally {
      await clouds.close();
      await database.close();
    }
  });
});
