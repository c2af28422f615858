import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { startLocalClouds } from "@crosstag/local-clouds";
import { describe, expect, it, vi } from "vitest";
import { runMain } from "../../packages/cli/test/run-main.ts";
import { postgresMissing, startPostgres } from "../../packages/dbos/test/start-postgres.ts";

const POLICY = `version: 1
name: Company tags
teamKey: team
rules:
  - id: env
    tags: { env: { required: true, oneOf: [prod, test], default: test } }
`;
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** Both clouds, a database, a receiver of messages, and a directory with a policy; the command runs in this process. */
async function openPlace() {
  const [clouds, database] = await Promise.all([
    startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" } }),
    startPostgres(),
  ]);
  clouds.aws.accounts.add({ id: "222233334444", name: "shop" });
  const directory = await mkdtemp(join(tmpdir(), "crosstag-schedule-"));
  const messages: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const hooks = createServer();
  const firstMessage = new Promise<void>((resolve) => {
    hooks.on("request", (request, response) => {
      void text(request).then((body) => {
        messages.push({ headers: request.headers, body });
        response.writeHead(204).end();
        resolve();
      });
    });
  });
  await once(hooks.listen(0, "127.0.0.1"), "listening");
  const { port } = hooks.address() as AddressInfo;
  await writeFile(join(directory, "crosstag-policy.yaml"), POLICY);
  await writeFile(
    join(directory, "crosstag.yaml"),
    `clouds:
  one: { provider: aws, region: us-east-1, endpoint: "${clouds.aws.endpoint}" }
  two: { provider: alibaba, region: cn-hangzhou, endpoint: "${clouds.alibaba.endpoint}" }
  fleet:
    provider: aws
    endpoint: "${clouds.aws.endpoint}"
    organization: {}
    assumeRole: { name: OrganizationAccountAccessRole, region: us-east-1 }
    regions: [us-east-1]
notify:
  payments:
    urlEnvironmentVariable: HOOK
    secretEnvironmentVariable: HOOK_SECRET
    teams: [payments]
    body: { text: "{new} new, {fixed} fixed of {teams} in {schedule}" }
`,
  );
  const credentials = { ...clouds.environment(), CROSSTAG_ALIBABA_ENDPOINT: clouds.alibaba.endpoint };
  // The SDKs read the environment of the process.
  for (const [name, value] of Object.entries(credentials)) vi.stubEnv(name, value);
  const world = {
    environment: {
      ...credentials,
      HOOK: `http://127.0.0.1:${port}/hook`,
      HOOK_SECRET: SECRET,
    },
    workingDirectory: directory,
    homeDirectory: directory,
    now: () => new Date(),
  };
  const run = (...commandLine: readonly string[]) => runMain([...commandLine, "--database-url", database.url], world);
  return {
    clouds,
    messages,
    firstMessage,
    run,
    runOn: (...commandLine: readonly string[]) => runMain([...commandLine, "--on", database.url], world),
    json: async (...commandLine: readonly string[]) => {
      const result = await run(...commandLine, "--output", "json");
      return { ...result, document: JSON.parse(result.stdout) as never };
    },
    startWorker: () => {
      const stop = new AbortController();
      const standardError = new PassThrough();
      const working = new Promise<void>((resolve) => {
        standardError.on("data", (part) => {
          if (String(part).startsWith("Worker ")) resolve();
        });
      });
      const log = text(standardError);
      const ended = runMain(["worker", "--database-url", database.url], {
        ...world,
        standardError,
        signal: stop.signal,
      });
      return {
        working,
        stop: () => stop.abort(),
        ended: ended.then(() => {
          standardError.end();
          return log;
        }),
      };
    },
    close: async () => {
      vi.unstubAllEnvs();
      hooks.close();
      await clouds.close();
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

describe.skipIf(postgresMissing !== "")(`schedules of the command ${postgresMissing}`, () => {
  it("check and fix through a worker, report new violations to their team, and show a trend", async () => {
    const place = await openPlace();
    const { clouds, messages, run, runOn, json } = place;
    const good = clouds.aws.keys.createKey({ tags: { team: "payments", env: "prod" } });
    const bad = clouds.aws.keys.createKey({ tags: { team: "payments" } });
    const other = clouds.alibaba.keys.createKey({ tags: { team: "search" } });
    let worker: ReturnType<typeof place.startWorker> | undefined;
    try {
      const nightly = ["schedule", "add", "nightly", "check", "--cron", "0 6 * * *"];
      expect((await run(...nightly)).stderr).toContain("No worker of this version has used this database yet.");
      worker = place.startWorker();
      await worker.working;
      const added = await run(...nightly);
      expect(added).toMatchObject({
        exitCode: 0,
        stderr: expect.stringMatching(
          /^Added\. .*: crosstag schedule results nightly --database-url postgres:.*\n$/,
        ) as string,
      });

      const checked = await run("schedule", "run", "nightly");
      expect(checked.stderr).toContain("read 3 resources: 2 open violations, 2 new, 0 fixed.");
      expect(checked.exitCode).toBe(2);
      await place.firstMessage;
      expect(messages.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
        { text: "1 new, 0 fixed of payments in nightly" },
      ]);
      const [{ headers, body }] = messages as [(typeof messages)[number]];
      const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
      const mac = createHmac("sha256", Buffer.from(SECRET.slice("whsec_".length), "base64")).update(signed);
      expect(headers["webhook-signature"]).toBe(`v1,${mac.digest("base64")}`);

      // Fewer changes are allowed than the plan has: nothing is changed, and the result says so.
      const enforce = ["schedule", "add", "fixes", "enforce", "--cron", "@weekly", "--yes", "--max-changes"];
      expect((await run(...enforce, "1")).exitCode).toBe(0);
      const refused = await run("schedule", "run", "fixes");
      expect(refused.stderr).toContain("The plan changes 2 resources, more than the 1 that the schedule allows.");
      expect((await run(...enforce, "2")).stderr).toContain('There is a schedule "fixes" already.');
      expect((await run(...enforce, "2", "--replace")).exitCode).toBe(0);
      const fixed = await run("schedule", "run", "fixes");
      expect(fixed.stderr).toMatch(/Fixes are applied by the run \S+\./);
      const runId = /by the run (\S+)\./.exec(fixed.stderr)?.[1] ?? "";
      await runOn("runs", "follow", runId);
      expect(clouds.aws.keys.tagsOf(good.arn)).toEqual({ team: "payments", env: "prod" });
      expect(clouds.aws.keys.tagsOf(bad.arn)).toEqual({ team: "payments", env: "test" });
      expect(clouds.alibaba.keys.tagsOf(other.arn)).toEqual({ team: "search", env: "test" });

      expect(await run("schedule", "run", "nightly")).toMatchObject({ exitCode: 0 });
      const trend = await json("schedule", "trend", "nightly");
      expect(trend.document).toMatchObject({
        checks: [
          { state: "complete", openViolations: 0, newViolations: 0, closedViolations: { fixed: 2 } },
          { state: "complete", openViolations: 2, newViolations: 2, results: { compliant: 1, violating: 2 } },
        ],
      });
      const results = await json("schedule", "results", "nightly");
      expect(results.document).toMatchObject({ last: { state: "complete" }, violations: [] });
      expect((await run("schedule", "list")).stdout).toMatch(/^nightly +check +0 6 \* \* \* +UTC .* complete +0$/m);

      // What happened to accounts since the worker was started, and since the last tick, is known to the tick and to its run.
      clouds.aws.accounts.add({ id: "222233334444", state: "SUSPENDED" });
      clouds.aws.accounts.add({ id: "333344445555", name: "lake" });
      const lake = clouds.aws.in("333344445555");
      const { arn } = lake.createKey({ tags: { team: "search" } });
      const { stderr } = await run("schedule", "run", "fixes");
      expect(stderr).toContain("222233334444");
      await runOn("runs", "follow", /by the run (\S+)\./.exec(stderr)?.[1] ?? stderr);
      expect(lake.tagsOf(arn)).toEqual({ team: "search", env: "test" });
      const canceled = await run("schedule", "cancel", "nightly");
      expect(canceled).toMatchObject({ exitCode: 0, stderr: "No check was under way: nothing was canceled.\n" });
      expect((await run("schedule", "cancel", "absent")).stderr).toContain('no schedule "absent"');
      expect((await run("schedule", "remove", "nightly")).exitCode).toBe(0);
      worker.stop();
      expect(await worker.ended).toMatch(/^nightly, \S+: 2 open violations, 2 new\.$/m);
    } finally {
      worker?.stop();
      await worker?.ended;
      await place.close();
    }
  });
});

describe("a schedule", () => {
  const add = ["schedule", "add", "fixes"];
  it.each([
    [["schedule"], "`crosstag schedule` requires a database."],
    [["schedule", "nightly"], '`crosstag schedule` does not know "nightly".'],
    [["schedule", "add"], "A schedule requires a name, what is done, and when."],
    [[...add, "check"], "A schedule requires a name, what is done, and when."],
    [[...add, "check", "--cron", "0 6 * * *", "--yes"], "A check changes nothing"],
    [[...add, "check", "--cron", "0 0 6 * * *"], "--cron has six fields; it takes five."],
    [[...add, "enforce", "--cron", "0 6 * * *"], "A scheduled enforcement changes tags without a question"],
    [[...add, "enforce", "--cron", "0 6 * * *", "--yes"], "Add --yes, and --max-changes"],
    [[...add, "check", "--cron", "0 6 * * *", "--profile", "x"], "--profile is not part of a schedule."],
    [["schedule", "run"], "`crosstag schedule run` requires the name of a schedule."],
    [["schedule", "trend", "nightly", "--since", "May"], '--since "May" is not a day.'],
  ])("is refused before the database is opened: %j", async (commandLine, message) => {
    const { exitCode, stderr } = await runMain(commandLine);
    expect({ exitCode, message: stderr }).toEqual({
      exitCode: 64,
      message: expect.stringContaining(message) as string,
    });
  });
});
