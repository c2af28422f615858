import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../src/database/open-database.ts";
import { launchEngine } from "../src/engine/launch-engine.ts";
import { openSlowWay } from "./hold-answers.ts";
import { postgresMissing, startPostgres, type TestDatabase } from "./start-postgres.ts";

describe.skipIf(postgresMissing !== "")(`a connection that the database closes ${postgresMissing}`, () => {
  let server: TestDatabase;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  it("does not end a busy process that has just given it to a transaction", async () => {
    const way = await openSlowWay(server.url);
    const admin = await openDatabase({ databaseUrl: server.url }, []);
    const database = await openDatabase({ databaseUrl: way.url, maximumConnections: 1 }, []);
    const [{ pid } = {}] = await database.rows<{ readonly pid: number }>("select pg_backend_pid() as pid");
    const answered = way.hold();
    const first = database.rows("select 1 as one");
    const second = database.transact((client) => client.query("select 2"));
    await answered;
    await admin.rows("select pg_terminate_backend($1)", [pid ?? 0]);
    expect(await first).toEqual([{ one: 1 }]);
    await expect(second).rejects.toMatchObject({ code: "unavailable" });
    expect(await database.rows("select 3 as three")).toEqual([{ three: 3 }]);
    await Promise.all([database.close(), admin.close()]);
    await way.close();
  });

  it("does not end a busy process whose engine has just begun to use it", async () => {
    const way = await openSlowWay(server.url);
    const admin = await openDatabase({ databaseUrl: server.url }, []);
    const launched = await launchEngine({
      databaseUrl: way.url,
      executorId: "worker-1",
      applicationVersion: "1",
      parts: [],
    });
    // Of the ten connections that it has.
    const ten = Array.from({ length: 10 });
    const versions = () => Promise.all(ten.map(() => launched.engine.getLatestApplicationVersion()));
    await versions();
    const answered = way.hold();
    const first = versions();
    const second = Promise.all(ten.map(() => launched.engine.listWorkflows({})));
    await answered;
    await admin.rows(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    expect((await first).map(({ versionName }) => versionName)).toEqual(ten.map(() => "1"));
    expect(await second).toEqual(ten.map(() => []));
    await launched.shutdown();
    await admin.close();
    await way.close();
  });
});
