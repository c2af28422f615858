import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CheckTally, compilePolicy, checkResource, type Policy } from "@crosstag/compliance";
import { createCrosstag, CrosstagError } from "@crosstag/core";
import { createMemoryCloud, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { DBOSClient } from "@dbos-inc/dbos-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  openSchedules,
  startWorker,
  type MessageResult,
  type ScheduleDefinition,
  type ScheduledTask,
  type Schedules,
  type TaskResults,
  type TickReport,
  type WaitingCheck,
  type Worker,
  type WorkerEvent,
} from "../../src/index.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { forgetWork } from "../../src/worker/forget-work.ts";
import { postgresMissing, startPostgres, type TestDatabase } from "../start-postgres.ts";

const NIGHTLY: ScheduleDefinition = {
  name: "nightly",
  action: "check",
  cron: "0 6 * * *",
  timeZone: "Europe/Berlin",
  keepDays: 400,
  policyFile: "policy.yaml",
  policy: "version: 1",
  selection: { clouds: ["production"] },
};

/** One key without an owner. */
async function checkOne(
  { tick }: ScheduledTask,
  results: TaskResults,
  receivers: readonly string[] = [],
): Promise<void> {
  const policy: Policy = { version: 1, name: "Company", rules: [{ id: "owner", required: ["owner"] }] };
  const reference = "arn:aws:kms:eu-central-1:111122223333:key/a";
  const resource = { reference, id: "a", provider: "aws", kind: "key", tags: new Map<string, string>() } as const;
  const record = checkResource(compilePolicy(policy), resource);
  const tally = new CheckTally(policy);
  tally.add(record);
  await results.end({ summary: tally.summary(tick), unlisted: [], receivers }, [record]);
}

describe.skipIf(postgresMissing !== "")(`schedules on Postgres ${postgresMissing}`, () => {
  let server: TestDatabase;
  let schedules: Schedules;
  let worker: Worker | undefined;
  let perform: (task: ScheduledTask, results: TaskResults) => Promise<void> = checkOne;
  let onMessage: (result: MessageResult) => void;
  const hooks = createServer();
  const tasks: ScheduledTask[] = [];
  const reports: TickReport[] = [];
  beforeAll(async () => {
    server = await startPostgres();
    await once(hooks.listen(0, "127.0.0.1"), "listening");
    schedules = await openSchedules({ databaseUrl: server.url });
  });
  afterAll(async () => {
    await worker?.stop();
    await schedules.close();
    await server.close();
    hooks.close();
  });

  it("are refused until a worker has used the database, and run while one does", async () => {
    await expect(schedules.add(NIGHTLY)).rejects.toThrow("No worker of this version has used this database yet.");
    const url = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}`;
    worker = await startWorker({
      databaseUrl: server.url,
      openClouds: () => Promise.resolve(createCrosstag([createMemoryCloud(ONE_BY_ONE_SHAPE).driver])),
      schedules: {
        perform: async (task, results) => {
          tasks.push(task);
          await perform(task, results);
        },
        receivers: { chat: { url: `${url}/chat` }, tickets: { url: `${url}/tickets` } },
        onTick: (report) => reports.push(report),
        onMessage: (result) => onMessage(result),
      },
    });
    await schedules.add(NIGHTLY);
    const check = await schedules.run("nightly");
    expect(check).toMatchObject({ state: "complete", policy: "Company", resources: 1, newViolations: 1 });
    expect(tasks).toMatchObject([{ definition: NIGHTLY, tick: check?.tick, checkId: check?.id }]);
    expect(reports).toMatchObject([{ schedule: "nightly", ended: { newViolations: 1, openViolations: 1 } }]);
    expect(await schedules.list()).toEqual([{ definition: NIGHTLY, active: true, last: check }]);
    expect(await schedules.openViolations("nightly")).toMatchObject([
      { rule: "owner", firstSeen: check?.tick.toISOString() },
    ]);
  });

  it.each([
    [{ name: "a b" }, "The name of a schedule has letters"],
    [{ name: "other", cron: "0 25 * * *" }, "The cron expression is not valid."],
    [{ name: "other", cron: "daily" }, "The cron expression is not valid."],
    [{ name: "other", timeZone: "Berlin" }, "The time zone is not known."],
    [{}, 'There is a schedule "nightly" already.'],
  ])("refuse %j, and stay as they were", async (change, message) => {
    await expect(schedules.add({ ...NIGHTLY, ...change })).rejects.toThrow(message);
    expect((await schedules.list()).map(({ definition }) => definition)).toEqual([NIGHTLY]);
  });

  it("do each tick once if two machines find it at once, and only on request if it is late", async () => {
    const [day, next] = [new Date("2026-11-01T00:00:00Z"), new Date("2026-11-03T00:00:00Z")];
    const client = await DBOSClient.create({ systemDatabaseUrl: server.url, applicationName: "crosstag" });
    const findTicks = async () => {
      const found = await Promise.all([1, 2].map(() => client.backfillSchedule("nightly", day, next)));
      await Promise.all(found.flat().map((handle) => handle.getResult({ pollingIntervalMs: 100 })));
    };
    tasks.length = 0;
    await findTicks();
    expect(tasks).toEqual([]);
    const late = { state: "missed", reason: "No worker began it in time." };
    expect(await schedules.checks("nightly")).toMatchObject([
      { state: "complete" },
      // Six o'clock in Berlin.
      { tick: new Date("2026-11-02T05:00:00Z"), ...late },
      { tick: new Date("2026-11-01T05:00:00Z"), ...late },
    ]);
    await schedules.add({ ...NIGHTLY, catchUp: true }, { replace: true });
    await schedules.remove("nightly", { results: true });
    await schedules.add({ ...NIGHTLY, name: "weekly", catchUp: true, cron: "0 6 * * 1", timeZone: "UTC" });
    const weekly = async () =>
      Promise.all([1, 2].map(() => client.backfillSchedule("weekly", day, new Date("2026-11-17T00:00:00Z"))));
    const findWeekly = async () => {
      const handles = (await weekly()).flat();
      await Promise.all(handles.map((handle) => handle.getResult({ pollingIntervalMs: 100 })));
    };
    await findWeekly();
    const ticks = ["2026-11-02T06:00:00.000Z", "2026-11-09T06:00:00.000Z", "2026-11-16T06:00:00.000Z"];
    const checks = await schedules.checks("weekly");
    expect(checks.map(({ tick }) => tick.toISOString()).toReversed()).toEqual(ticks);
    // Ticks that a later one overtook are missed, and none is done twice.
    const done = tasks.map(({ tick }) => tick.toISOString());
    expect(new Set(done).size).toBe(done.length);
    expect(done).toHaveLength(checks.filter(({ state }) => state === "complete").length);
    expect(checks[0]).toMatchObject({ state: "complete", newViolations: done.length > 1 ? 0 : 1 });
    // A tick that is found again after the engine's rows were removed is not done again.
    const database = await openDatabase({ databaseUrl: server.url }, []);
    expect(await forgetWork(database, client, -60_000)).toBeGreaterThanOrEqual(ticks.length);
    expect(await database.rows("select 1 from dbos.workflow_status where name = 'crosstag-schedule'")).toEqual([]);
    await database.close();
    await findWeekly();
    await client.destroy();
    expect(tasks).toHaveLength(done.length);
    expect((await schedules.checks("weekly")).map(({ state }) => state)).toEqual(checks.map(({ state }) => state));
  });

  it("record an error as the result, and no text of an error that is not ours", async () => {
    perform = () => Promise.reject(new TypeError("the secret"));
    expect(await schedules.run("weekly")).toMatchObject({
      state: "failed",
      reason: "internal: The check ended with an unexpected error (TypeError).",
    });
    perform = () => Promise.reject(new CrosstagError({ code: "configuration", message: "No cloud of this name." }));
    expect(await schedules.run("weekly")).toMatchObject({
      state: "failed",
      reason: "configuration: No cloud of this name.",
    });
    expect(reports.at(-1)).toMatchObject({ problem: "No cloud of this name." });
    // What was open before stays open.
    expect(await schedules.openViolations("weekly")).toHaveLength(1);
  });

  it("end, and send to other receivers, while a receiver does not answer", async () => {
    const held: ServerResponse[] = [];
    let isReleased = false;
    const paths = new Set<string | undefined>();
    const bothArrived = new Promise<void>((resolve) => {
      hooks.on("request", (request, response) => {
        request.resume();
        if (request.url === "/chat" && !isReleased) held.push(response);
        else response.writeHead(204).end();
        if (paths.add(request.url).size === 2) resolve();
      });
    });
    const results: MessageResult[] = [];
    const allDelivered = new Promise<void>((resolve) => {
      onMessage = (result) => {
        if (results.push(result) === 4) resolve();
      };
    });
    perform = (task, taskResults) => checkOne(task, taskResults, ["chat", "tickets"]);
    for (const name of ["first", "second"]) await schedules.add({ ...NIGHTLY, name });
    expect(await schedules.run("first")).toMatchObject({ state: "complete", newViolations: 1 });
    await bothArrived;
    expect(await schedules.run("second")).toMatchObject({ state: "complete", newViolations: 1 });
    expect(results).toEqual([]);
    isReleased = true;
    for (const response of held) response.writeHead(204).end();
    await allDelivered;
    expect(results).toMatchObject(results.map(() => ({ status: "delivered" })));
  });

  it("leave their results when they are removed, unless asked", async () => {
    await schedules.remove("weekly");
    await expect(schedules.run("weekly")).rejects.toThrow('There is no schedule "weekly".');
    expect((await schedules.checks("weekly")).length).toBeGreaterThan(0);
    await expect(schedules.checks("nightly")).rejects.toThrow('There is no schedule "nightly".');
    // What was kept can be removed later, and so can one of which only a part is there.
    await expect(schedules.remove("weekly")).rejects.toMatchObject({
      message: 'The schedule "weekly" was removed, and its results were kept.',
      hint: "To remove them, too: crosstag schedule remove weekly --with-results",
    });
    await schedules.remove("weekly", { results: true });
    const database = await openDatabase({ databaseUrl: server.url }, []);
    const client = await DBOSClient.create({ systemDatabaseUrl: server.url, applicationName: "crosstag" });
    await database.rows(
      "create function refuse() returns trigger as 'begin raise exception ''no''; end' language plpgsql",
    );
    await database.rows(
      "create trigger refusing before delete on crosstag_violations for each row execute function refuse()",
    );
    await expect(schedules.remove("first", { results: true })).rejects.toMatchObject({
      message: expect.stringContaining(
        'The schedule "first" was removed only in part: no check of it begins any more.',
      ),
      hint: "Run the command again: it removes the rest.",
    });
    await database.rows("drop trigger refusing on crosstag_violations");
    expect(await schedules.list()).toMatchObject([{ active: false }, { active: true }]);
    await schedules.remove("first", { results: true });
    await database.rows("delete from crosstag_schedules where name = 'second'");
    await schedules.remove("second", { results: true });
    expect(await client.listSchedules()).toEqual([]);
    const left = "select schedule from crosstag_checks union all select schedule from crosstag_violations";
    expect(await database.rows(left)).toEqual([]);
    await expect(schedules.remove("second", { results: true })).rejects.toThrow('There is no schedule "second".');
    await client.destroy();
    await database.close();
    await worker?.stop();
    await schedules.add(NIGHTLY);
    await expect(schedules.run("nightly")).rejects.toThrow("No worker is running.");
  });

  it("wait for a worker of the newest version, and say so", async () => {
    const database = await openDatabase({ databaseUrl: server.url }, []);
    const [latest] = await database.rows<{ readonly version: string }>(
      "select version_name as version from dbos.application_versions order by version_timestamp desc limit 1",
    );
    const version = latest?.version ?? "none";
    await database.rows(
      `insert into crosstag_workers (id, version, host, lease_until)
       select id, version, 'test', now() + interval '1 hour' from (values ('older', 'crosstag-runs-0'), ('newest', $1)) as w (id, version)`,
      [version],
    );
    const interrupted = new AbortController();
    const waiting: WaitingCheck[] = [];
    const check = schedules.run("nightly", {
      signal: interrupted.signal,
      onWaiting: (one) => {
        waiting.push(one);
        interrupted.abort(new Error("interrupted"));
      },
    });
    const requested = async () =>
      (await database.rows("select 1 from dbos.workflow_status where status = 'ENQUEUED'")).length;
    await expect.poll(requested).toBe(1);
    expect(await schedules.list()).not.toMatchObject([{ waitsFor: expect.anything() as unknown }]);
    await database.rows("update crosstag_workers set lease_until = now() where id = 'newest'");
    await expect(check).rejects.toThrow("interrupted");
    expect(waiting).toEqual([{ version, otherVersions: ["crosstag-runs-0"] }]);
    await expect(schedules.run("nightly")).rejects.toThrow(
      `No worker of the version ${version} is running, which does the checks. The workers that are running have the version crosstag-runs-0.`,
    );
    expect(await schedules.list()).toMatchObject([{ waitsFor: { version, otherVersions: ["crosstag-runs-0"] } }]);
    // The one that was requested, and that no worker has begun.
    expect(await schedules.cancel("nightly")).toEqual({ checks: 1, runs: [] });
    expect(await requested()).toBe(0);
    await database.rows("update crosstag_workers set lease_until = now() + interval '1 hour' where id = 'newest'");
    const canceled = schedules.run("nightly");
    await expect.poll(requested).toBe(1);
    await schedules.cancel("nightly");
    expect(await canceled).toBeUndefined();
    // Fixes of an earlier check are applied: they do not belong to the check, and continue.
    await database.rows(
      `insert into crosstag_runs (id, digest, header, changes, settings, version, state, concurrent)
       values ('applying', 'd', '', 1, '{}', $1, 'running', true), ('ended', 'e', '', 1, '{}', $1, 'ended', true)`,
      [version],
    );
    await database.rows(
      `insert into crosstag_checks (schedule, tick, action, worker, state, run) values
         ('nightly', now(), 'enforce', 'newest', 'running', null),
         ('nightly', now() - interval '1 day', 'enforce', 'newest', 'complete', 'applying'),
         ('nightly', now() - interval '2 days', 'enforce', 'newest', 'complete', 'ended')`,
    );
    expect(await schedules.cancel("nightly")).toEqual({ checks: 1, runs: ["applying"] });
    expect(await schedules.cancel("nightly")).toEqual({ checks: 0, runs: ["applying"] });
    await database.rows(
      "update dbos.application_versions set version_name = 'crosstag-runs-9', version_timestamp = version_timestamp + 1000000000",
    );
    const events: WorkerEvent[] = [];
    const older = await startWorker({
      databaseUrl: server.url,
      openClouds: () => Promise.resolve(createCrosstag([createMemoryCloud(ONE_BY_ONE_SHAPE).driver])),
      version: "crosstag-runs-8",
      schedules: { perform: () => Promise.resolve() },
      onEvent: (event) => events.push(event),
    });
    await older.stop();
    expect(events).toEqual([{ type: "begins-no-checks", newest: "crosstag-runs-9" }]);
    await database.close();
  });

  it("leave no engine behind if their worker cannot start", async () => {
    const database = await openDatabase({ databaseUrl: server.url }, []);
    const start = () =>
      startWorker({
        databaseUrl: server.url,
        openClouds: () => Promise.resolve(createCrosstag([createMemoryCloud(ONE_BY_ONE_SHAPE).driver])),
        schedules: { perform: () => Promise.resolve() },
      });
    await worker?.stop();
    // The engine begins, and does not find its own version afterwards.
    await database.rows(
      `create function lose_versions() returns trigger language plpgsql as
         'begin delete from dbos.application_versions; return null; end'`,
    );
    await database.rows("create trigger lost after insert or update on dbos.queues execute function lose_versions()");
    await expect(start()).rejects.toMatchObject({ name: "CrosstagError", code: "unavailable" });
    await database.rows("drop trigger lost on dbos.queues");
    await (await start()).stop();
    await database.close();
  });
});
