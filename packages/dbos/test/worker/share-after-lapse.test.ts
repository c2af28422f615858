import { systemClock } from "@crosstag/core";
import { describe, expect, it } from "vitest";
import { launchEngine } from "../../src/engine/launch-engine.ts";
import { RUN_TABLES } from "../../src/runs/run-tables.ts";
import { RunStops } from "../../src/worker/run-stops.ts";
import { superviseWorker } from "../../src/worker/supervise-worker.ts";
import { WorkerLease } from "../../src/worker/worker-lease.ts";
import { postgresMissing } from "../start-postgres.ts";
import { useDatabase } from "../use-database.ts";

const LEASE_MS = 10_000;

describe.skipIf(postgresMissing !== "")(`a worker that was without the database ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES]);

  it("leaves the shares of all as they are until the others could renew their leases", async () => {
    const { database } = used;
    let suspendedMs = 0;
    const lease = new WorkerLease(database, { id: "first", version: "1", host: "test" }, LEASE_MS, {
      clock: systemClock,
      wallClock: () => Date.now() + suspendedMs,
    });
    const launched = await launchEngine({
      databaseUrl: used.server.url,
      executorId: lease.id,
      applicationVersion: "1",
      parts: [],
    });
    await lease.begin();
    const shares: { readonly regained: boolean; readonly heldForMs: number }[] = [];
    const leaving = new AbortController();
    const supervised = superviseWorker({
      database,
      lease,
      stops: new RunStops(),
      leaving: leaving.signal,
      clock: systemClock,
      version: "1",
      launched,
      workflows: {
        queues: [],
        register: () => {},
        begin: async () => {},
        start: async () => {},
        share: async () => void shares.push({ regained: lease.regained, heldForMs: lease.heldForMs }),
      },
    });
    while (shares.length === 0) await systemClock.sleep(20);
    const before = shares.length;
    suspendedMs = LEASE_MS;
    while (!lease.regained) await systemClock.sleep(20);
    while (shares.length === before) await systemClock.sleep(20);
    expect(shares.every(({ regained }) => !regained)).toBe(true);
    expect(shares[before]?.heldForMs).toBeGreaterThanOrEqual(lease.marginMs);
    leaving.abort();
    await supervised;
    await launched.shutdown();
  });
});
