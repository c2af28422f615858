import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import {
  checkResource,
  CheckTally,
  compilePolicy,
  compileWaivers,
  unreadRecord,
  type CheckRecord,
  type Policy,
} from "@crosstag/compliance";
import { createVirtualClock } from "@crosstag/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "../../src/database/open-database.ts";
import { openPool } from "../../src/database/open-pool.ts";
import { transact } from "../../src/database/transact.ts";
import { beginCheck } from "../../src/results/begin-check.ts";
import type { UnlistedScope } from "../../src/results/check-result.ts";
import { cancelChecks } from "../../src/results/cancel-checks.ts";
import { deliverMessages } from "../../src/results/deliver-messages.ts";
import { endCheck } from "../../src/results/end-check.ts";
import { failCheck } from "../../src/results/fail-check.ts";
import { forgetChecks } from "../../src/results/forget-checks.ts";
import { readChecks } from "../../src/results/read-checks.ts";
import { readNews, readOpenViolations } from "../../src/results/read-violations.ts";
import { RESULT_TABLES } from "../../src/results/result-tables.ts";
import { RUN_TABLES } from "../../src/runs/run-tables.ts";
import { postgresMissing, startPostgres, type TestDatabase } from "../start-postgres.ts";

const OWNER = { id: "owner", required: ["owner"] };
const ENV = { id: "env", severity: "warning", tags: { env: { oneOf: ["prod"] } } } as const;
const POLICY: Policy = { version: 1, name: "Company", teamKey: "team", rules: [OWNER, ENV] };
const WAIVERS = compileWaivers(
  [
    {
      id: "W-1",
      rules: ["owner"],
      select: { references: ["*/waived"] },
      owner: "z",
      reason: "r",
      expires: "2027-01-01",
    },
  ],
  new Date("2026-11-29"),
);

type Key = readonly [name: string, tags: Readonly<Record<string, string>> | "unread", region?: string];

function recordsOf(policy: Policy, keys: readonly Key[]): readonly CheckRecord[] {
  const compiled = compilePolicy(policy);
  return keys.map(([name, tags, region = "eu-central-1"]) => {
    const account = "111122223333";
    const reference = `arn:aws:kms:${region}:${account}:key/${name}`;
    const resource = { reference, id: name, provider: "aws", kind: "key", account, region } as const;
    if (tags === "unread") return unreadRecord(resource, { code: "access-denied", message: "Refused." });
    return checkResource(compiled, { ...resource, tags: new Map(Object.entries(tags)) }, { waivers: WAIVERS });
  });
}

const day = (number: number) => new Date(Date.UTC(2026, 10, number, 6));

let server: TestDatabase;
let database: Database;
const hooks = createServer();

/** Checks these keys at a tick, as a worker does. */
async function check(
  schedule: string,
  tick: Date,
  keys: readonly Key[],
  { policy = POLICY, unlisted = [] }: { readonly policy?: Policy; readonly unlisted?: readonly UnlistedScope[] } = {},
) {
  const begun = await beginCheck(database, { schedule, tick, action: "check", worker: "w" }, { now: tick });
  if (!("id" in begun)) throw new Error(begun.missed);
  const records = recordsOf(policy, keys);
  const tally = new CheckTally(policy, WAIVERS);
  for (const record of records) tally.add(record);
  const outcome = { summary: tally.summary(tick), policyDigest: "sha256:1", unlisted, receivers: ["payments", "all"] };
  return { id: begun.id, ended: await endCheck(database, { id: begun.id, worker: "w" }, outcome, records), outcome };
}

describe.skipIf(postgresMissing !== "")(`results in Postgres ${postgresMissing}`, () => {
  beforeAll(async () => {
    server = await startPostgres();
    database = await openDatabase({ databaseUrl: server.url }, [RESULT_TABLES, RUN_TABLES]);
  });
  afterAll(async () => {
    hooks.close();
    await database.close();
    await server.close();
  });

  it("close a violation only if it is known that it is over, and say why", async () => {
    const first = await check("nightly", day(1), [
      ["fixed", { team: "payments" }],
      ["waived", { env: "prod" }],
      ["unread", {}],
      ["gone", {}, "eu-west-1"],
      ["elsewhere", {}, "us-east-1"],
      ["open", { team: "payments\0", env: "test" }],
      ["good", { owner: "o" }],
    ]);
    expect(first.ended).toEqual({ newViolations: 6, closedViolations: {}, openViolations: 6 });
    const renamed = { ...POLICY, rules: [OWNER] };
    const second = await check(
      "nightly",
      day(2),
      [
        ["fixed", { team: "payments", owner: "zoe" }],
        ["waived", {}],
        ["unread", "unread"],
        ["open", { team: "payments" }],
        ["new", { team: "search" }],
      ],
      { policy: renamed, unlisted: [{ provider: "aws", region: "us-east-1", account: "111122223333" }] },
    );
    expect(second.ended).toEqual({
      newViolations: 1,
      closedViolations: { fixed: 1, "not-found": 1, "rule-removed": 1 },
      openViolations: 4,
    });
    const open = await readOpenViolations(database, "nightly");
    expect(
      open.map(({ reference, rule, firstSeen, lastSeen }) => [reference.split("/")[1], rule, firstSeen, lastSeen]),
    ).toEqual([
      ["open", "owner", "2026-11-01T06:00:00.000Z", "2026-11-02T06:00:00.000Z"],
      ["unread", "owner", "2026-11-01T06:00:00.000Z", "2026-11-01T06:00:00.000Z"],
      ["elsewhere", "owner", "2026-11-01T06:00:00.000Z", "2026-11-01T06:00:00.000Z"],
      ["new", "owner", "2026-11-02T06:00:00.000Z", "2026-11-02T06:00:00.000Z"],
    ]);
    const third = await check("nightly", day(3), [
      ["fixed", { team: "payments" }],
      ["open", { owner: "o" }],
    ]);
    expect(third.ended).toEqual({
      newViolations: 1,
      closedViolations: { fixed: 1, "not-found": 3 },
      openViolations: 1,
    });
    expect((await readOpenViolations(database, "nightly"))[0]).toMatchObject({
      team: "payments",
      firstSeen: "2026-11-03T06:00:00.000Z",
    });
    const rows = await readChecks(database, "nightly", { since: day(2) });
    expect(rows).toMatchObject([
      { tick: day(3), state: "complete", resources: 2, openViolations: 1 },
      { tick: day(2), state: "incomplete", resources: 5, results: { error: 1, violating: 2 }, newViolations: 1 },
    ]);
  });

  it("send each new violation to its team once, also if a worker ends between the check and the message", async () => {
    const bodies: unknown[] = [];
    let status = 500;
    let meanwhile: (() => Promise<unknown>) | undefined;
    hooks.on("request", (request, response) => {
      void json(request).then(async (body) => {
        bodies.push(body);
        await meanwhile?.();
        response.writeHead(status).end();
      });
    });
    await once(hooks.listen(0, "127.0.0.1"), "listening");
    const url = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/`;
    const body = { text: "{schedule}: {new} new, {fixed} fixed, {teams}" };
    const receivers = { payments: { url, teams: ["pay*"], body }, all: { url: "https://[::1]:1/", body } };
    const deliver = (known: typeof receivers | Record<string, never> = receivers) =>
      deliverMessages(database, "hooked", { receivers: known, environment: {}, clock: createVirtualClock() });
    const { id } = await check("hooked", day(1), [
      ["a", { team: "payments" }],
      ["b", { team: "search" }],
    ]);
    expect(await readNews(database, id)).toMatchObject({ schedule: "hooked", open: 2, fixed: 0, violations: [{}, {}] });
    // A worker without the receivers leaves the messages to the others.
    const unknown = { status: "failed", attempts: 0, problem: "The configuration has no receiver of this name." };
    expect(await deliver({})).toMatchObject([
      { receiver: "all", ...unknown },
      { receiver: "payments", ...unknown },
    ]);
    expect(await deliver()).toMatchObject([
      { receiver: "all", status: "failed", attempts: 5 },
      { receiver: "payments", status: "failed", attempts: 5, problem: "The receiver answered HTTP 500." },
    ]);
    status = 204;
    bodies.length = 0;
    // Two ticks at once send each message once.
    const results = (await Promise.all([deliver(), deliver()])).flat();
    expect(results.toSorted((one, other) => one.receiver.localeCompare(other.receiver))).toMatchObject([
      { receiver: "all", status: "failed", attempts: 5 },
      { receiver: "payments", status: "delivered", attempts: 1 },
    ]);
    expect(bodies).toEqual([{ text: "hooked: 1 new, 0 fixed, payments" }]);
    // The check finds what the one before found, and something new for another team.
    await check("hooked", day(2), [
      ["a", { team: "payments" }],
      ["c", { team: "search" }],
    ]);
    await deliver();
    expect(bodies).toHaveLength(1);
    // A receiver that is down gets one message of a call, and another one of the next call.
    status = 500;
    const keys: readonly Key[] = ["d", "e"].map((name) => [name, { team: "payments" }]);
    const third = await check("hooked", day(3), keys.slice(0, 1));
    const fourth = await check("hooked", day(4), keys);
    const toPayments = async () => (await deliver()).filter(({ receiver }) => receiver === "payments");
    expect(await toPayments()).toMatchObject([{ checkId: third.id, status: "failed" }]);
    expect(await toPayments()).toMatchObject([{ checkId: fourth.id, status: "failed" }]);
    status = 204;
    expect(await toPayments()).toMatchObject(
      [third, fourth].map(({ id: checkId }) => ({ checkId, status: "delivered" })),
    );
    bodies.length = 0;
    // A receiver that takes longer to answer than a lost worker is waited for gets the message once.
    await check("hooked", day(5), [["f", { team: "payments" }]]);
    meanwhile = () => database.rows("select pg_sleep(0.4)");
    const pool = openPool({ connectionString: server.url });
    const impatient: Database = { ...database, transact: (work) => transact(pool, work, 200) };
    const known = { payments: receivers.payments };
    const options = { receivers: known, environment: {}, clock: createVirtualClock() };
    const slow = await deliverMessages(impatient, "hooked", options).finally(() => pool.end());
    expect(slow).toContainEqual(expect.objectContaining({ receiver: "payments", status: "delivered" }));
    bodies.length = 0;
    // A receiver that has not answered yet does not keep the results from being removed.
    await check("hooked", day(6), [["g", { team: "payments" }]]);
    meanwhile = () => database.rows("delete from crosstag_checks where schedule = 'hooked'");
    await deliver();
    expect(bodies).toHaveLength(1);
    expect(await readChecks(database, "hooked")).toEqual([]);
  });

  it("have one check for a tick: one that is late, beside another or older than the last one is missed", async () => {
    const begin = (tick: Date, worker: string, now = tick, latestMs?: number) =>
      beginCheck(
        database,
        { schedule: "often", tick, action: "check", worker },
        { now, ...(latestMs !== undefined && { latestMs }) },
      );
    const worker = randomUUID();
    await database.rows(
      "insert into crosstag_workers (id, version, host, lease_until) values ($1, 'v', 'h', clock_timestamp() + interval '1 hour')",
      [worker],
    );
    const begun = await Promise.all([begin(day(2), worker), begin(day(2), worker)]);
    expect(begun[0]).toEqual(begun[1]);
    expect(await begin(day(3), "other")).toEqual({ missed: "The check before it had not ended." });
    await database.rows("update crosstag_workers set lease_until = clock_timestamp() where id = $1", [worker]);
    expect(await begin(day(4), "other", day(5), 3_600_000)).toEqual({ missed: "No worker began it in time." });
    expect(await begin(day(2), "other")).toEqual(begun[0]);
    const waiting = { state: "running", waitsFor: "" };
    expect((await readChecks(database, "often")).at(-1)).toMatchObject(waiting);
    expect(await begin(day(2), worker)).toEqual(begun[0]);
    expect((await readChecks(database, "often")).at(-1)).toMatchObject({ ...waiting, waitsFor: "v" });
    const lease = (hours: number) =>
      database.rows(
        "update crosstag_workers set lease_until = clock_timestamp() + $2 * interval '1 hour' where id = $1",
        [worker, hours],
      );
    await lease(1);
    expect((await readChecks(database, "often")).at(-1)).not.toHaveProperty("waitsFor");
    await lease(0);
    const { id, outcome } = await check("often", day(6), [["a", {}]]);
    expect(await begin(day(5), "other")).toEqual({ missed: "A later check had ended." });
    // The worker that was given up reports nothing more.
    expect(await endCheck(database, { id, worker }, outcome, [])).toBeUndefined();
    const { id: failing } = (await begin(day(7), "other")) as { readonly id: string };
    await failCheck(database, { id: failing, worker: "other" }, { code: "unavailable", message: "No network." });
    await begin(day(8), worker);
    expect(await cancelChecks(database, "often")).toEqual({ checks: 1, runs: [] });
    expect(await cancelChecks(database, "often")).toEqual({ checks: 0, runs: [] });
    expect((await readChecks(database, "often")).map(({ tick, state, reason }) => [tick, state, reason])).toEqual([
      [day(8), "failed", "It was canceled."],
      [day(7), "failed", "unavailable: No network."],
      [day(6), "complete", undefined],
      [day(5), "missed", "A later check had ended."],
      [day(4), "missed", "No worker began it in time."],
      [day(3), "missed", "The check before it had not ended."],
      [day(2), "failed", "Its worker ended, and a later check began before another one continued it."],
    ]);
  });

  it("are kept as long as asked, with what is open", async () => {
    await check("kept", day(1), [
      ["a", {}],
      ["b", {}],
    ]);
    await check("kept", day(2), [
      ["a", {}],
      ["b", { owner: "o" }],
    ]);
    expect(await forgetChecks(database, "kept", day(5))).toBe(1);
    expect(await readChecks(database, "kept")).toHaveLength(1);
    expect(await readOpenViolations(database, "kept")).toHaveLength(1);
    const [count] = await database.rows<{ count: number }>(
      "select count(*)::int as count from crosstag_violations where schedule = 'kept'",
    );
    expect(count).toEqual({ count: 1 });
  });
});
