import { EventEmitter, once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { systemClock } from "@crosstag/core";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TableGroup } from "../src/database/create-tables.ts";
import { keepTransactionForEach } from "../src/database/keep-transaction.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { openPool } from "../src/database/open-pool.ts";
import { transact } from "../src/database/transact.ts";
import { launchEngine } from "../src/engine/launch-engine.ts";
import { postgresMissing, startPostgres, type TestDatabase } from "./start-postgres.ts";

const FIRST = ["create table crosstag_things_1 (name text primary key)"];
const SECOND = ["alter table crosstag_things_1 add column size int"];
const OLD: TableGroup = { name: "things", forms: [FIRST] };
const NEW: TableGroup = { name: "things", forms: [FIRST, SECOND] };

async function* slowly() {
  yield "first";
  await systemClock.sleep(500);
  yield "second";
}

describe("the URL of a database", () => {
  it.each([
    ["mysql://host/name", "is not a URL of Postgres"],
    ["host:5432", "is not a URL of Postgres"],
    ["postgres://user:secret@host", "does not name a database"],
  ])("is refused before anything is sent: %s", async (databaseUrl, message) => {
    const error: unknown = await openDatabase({ databaseUrl }, []).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "configuration", hint: "Write postgres://USER@HOST:5432/NAME" });
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain("secret");
  });
});

/** Answers as a server does up to the point where the client refuses to continue. */
async function answersOf(answers: readonly Buffer[], parameters = ""): Promise<unknown> {
  const server = createServer((socket) => {
    const left = [...answers];
    socket.on("data", () => void socket.write(left.shift() ?? ""));
    socket.on("error", () => {});
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const opened = openDatabase({ databaseUrl: `postgres://user@127.0.0.1:${port}/name${parameters}` }, []);
  const error: unknown = await opened.catch((reason: unknown) => reason);
  server.close();
  return error;
}

/** A message of the protocol about authentication: https://www.postgresql.org/docs/15/protocol-message-formats.html, read on 2026-11-29. */
function authentication(type: number, body: string): Buffer {
  const message = Buffer.alloc(9 + body.length);
  message.write("R");
  message.writeInt32BE(8 + body.length, 1);
  message.writeInt32BE(type, 5);
  message.write(body, 9);
  return message;
}

describe("a server of Postgres", () => {
  it("that requires a password or has no encryption is named", async () => {
    const sasl = [authentication(10, "SCRAM-SHA-256\0\0"), authentication(11, "r=abc,s=YWJj,i=4096")];
    expect(await answersOf(sasl)).toMatchObject({
      code: "unauthenticated",
      message: "The database requires a password.",
    });
    expect(await answersOf([Buffer.from("N")], "?sslmode=verify-full")).toMatchObject({
      code: "configuration",
      message: "The database does not accept encrypted connections.",
    });
  });
});

describe.skipIf(postgresMissing !== "")(`a database of many machines ${postgresMissing}`, () => {
  let server: TestDatabase;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  it("gets its tables once, also from processes that open it at once, and from a newer version", async () => {
    const databaseUrl = server.url;
    const reading = { databaseUrl, createTables: false };
    await expect(openDatabase(reading, [OLD])).rejects.toThrow("has no tables of Crosstag. Nothing was created.");
    const opened = await Promise.all([OLD, OLD, OLD].map((group) => openDatabase({ databaseUrl }, [group])));
    await Promise.all(opened.map((database) => database.close()));
    const newer = await openDatabase({ databaseUrl }, [NEW]);
    await newer.rows("insert into crosstag_things_1 values ($1, $2)", ["a", 1]);
    expect(await newer.rows("select * from crosstag_things_1")).toEqual([{ name: "a", size: 1 }]);
    await expect(newer.rows("select 'a secret value'::int")).rejects.toThrow(
      "The database refused a statement (22P02).",
    );
    await newer.close();
    // What Crosstag has used already gets what is missing from every command.
    await (await openDatabase(reading, [NEW])).close();
    await expect(openDatabase({ databaseUrl }, [OLD])).rejects.toMatchObject({
      code: "configuration",
      message:
        "The tables of the things in this database were changed by a newer version of Crosstag (form 2; this version knows 1).",
    });
  });

  it("lets others have what a process that is suspended in a transaction has locked", async () => {
    const pool = openPool({ connectionString: server.url, max: 2 });
    const lock = "select pg_advisory_xact_lock(1)";
    const events = new EventEmitter();
    const [locked, continued] = [once(events, "locked"), once(events, "continued")];
    const suspended = transact(
      pool,
      async (client) => {
        await client.query(lock);
        events.emit("locked");
        await continued;
        await client.query("select 1");
      },
      500,
    );
    await locked;
    await transact(pool, (client) => client.query(lock));
    events.emit("continued");
    await expect(suspended).rejects.toThrow(/connection/i);
    await pool.end();
  });

  it("keeps the transaction of a process that works for long without a statement", async () => {
    const pool = openPool({ connectionString: server.url, max: 2 });
    const clock = { ...systemClock, sleep: (_: number, signal?: AbortSignal) => systemClock.sleep(50, signal) };
    const found: unknown[] = [];
    const read = async (client: PoolClient) => {
      for await (const item of keepTransactionForEach(client, slowly(), clock))
        found.push((await client.query("select $1 as item", [item])).rows);
    };
    await transact(pool, read, 200);
    expect(found).toEqual([[{ item: "first" }], [{ item: "second" }]]);
    await pool.end();
  });

  it("is refused if a table of another program has the name of one of ours", async () => {
    const database = await openDatabase({ databaseUrl: server.url }, []);
    await database.rows("create table crosstag_foreign (title text)");
    const group = { name: "foreign", forms: [["create table crosstag_foreign (name text primary key)"]] };
    await expect(openDatabase({ databaseUrl: server.url }, [group])).rejects.toMatchObject({
      code: "configuration",
      message:
        'The database has a table "crosstag_foreign" that this version of Crosstag did not create. Nothing was changed.',
      hint: expect.stringContaining("createdb NAME") as string,
    });
    // It took the place of ours later.
    await expect(database.rows("select name from crosstag_foreign")).rejects.toMatchObject({
      code: "configuration",
      message: "A table of Crosstag in the database is missing, or was not created by Crosstag (42703).",
    });
    await database.close();
  });

  it("is named missing, unreachable or closed to this user in one sentence", async () => {
    const missing = new URL(server.url);
    missing.pathname = "/missing_database";
    const closed = new URL(server.url);
    closed.port = "1";
    const stranger = new URL(server.url);
    stranger.username = "stranger";
    const messages = await Promise.all(
      [missing, closed, stranger].map(({ href }) =>
        openDatabase({ databaseUrl: href }, []).then(String, ({ code, message }) => `${code}: ${message}`),
      ),
    );
    expect(messages).toEqual([
      "configuration: The database does not exist (3D000).",
      "unavailable: The database cannot be used (ECONNREFUSED).",
      "unauthenticated: The database refused the user or the password (28000).",
    ]);
  });

  it("takes one engine of a process, with a name of its own", async () => {
    const options = { databaseUrl: server.url, applicationVersion: "1", parts: [] };
    await expect(launchEngine({ ...options, executorId: "local" })).rejects.toThrow(
      '"local" is not the name of one process.',
    );
    const launched = await launchEngine({ ...options, executorId: "worker-1" });
    expect(launched.engine.executorID).toBe("worker-1");
    await expect(launchEngine({ ...options, executorId: "worker-2" })).rejects.toThrow("runs in this process already");
    await launched.shutdown();
    const again = await launchEngine({ ...options, executorId: "worker-2" });
    await again.shutdown();
  });
});
