import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";

export interface TestDatabase {
  readonly url: string;
  /** Stops the server at once, as a crash does. Undefined if the server is not this test's own. */
  readonly stop?: () => Promise<void>;
  /** Starts it again after `stop`. */
  readonly start?: () => Promise<void>;
  close(): Promise<void>;
}

const run = promisify(execFile);
const DEBIAN = "/usr/lib/postgresql";

/** Where the programs of Postgres are, if this machine has them: Debian's, of the newest version. */
function programs(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  return versions
    .toSorted((one, other) => Number(one) - Number(other))
    .map((version) => join(DEBIAN, version, "bin"))
    .findLast((folder) => existsSync(join(folder, "initdb")));
}

/** Postgres refuses to run as root; a package of the system makes this user. */
async function serverUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (userInfo().uid !== 0) return undefined;
  const [uid, gid] = await Promise.all(["-u", "-g"].map(async (flag) => run("id", [flag, "postgres"])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

/** Why no test can have a database here; empty if it can. */
export const postgresMissing =
  process.env["PG_URL"] === undefined && programs() === undefined
    ? "there is no Postgres: set PG_URL, or install the package postgresql"
    : "";

/** A database of its own: in the server of `PG_URL`, or in a server that is started for it. */
export async function startPostgres(): Promise<TestDatabase> {
  const given = process.env["PG_URL"];
  const server = given === undefined ? await startServer(programs() ?? "") : { url: given, close: async () => {} };
  const name = `crosstag_${randomBytes(6).toString("hex")}`;
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return { ...server, url: url.href };
}

async function startServer(folder: string): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), "crosstag-postgres-"));
  const user = await serverUser();
  if (user !== undefined) await chown(directory, user.uid, user.gid);
  chmodSync(directory, 0o700);
  const data = join(directory, "data");
  await run(
    join(folder, "initdb"),
    ["--pgdata", data, "--username", "crosstag", "--auth", "trust", "--no-sync", "--encoding", "UTF8", "--no-locale"],
    { cwd: "/", ...user },
  );
  const port = await freePort();
  const url = `postgres://crosstag@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;
  const start = async () => {
    const flags = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", "", "-c", "fsync=off"];
    server = spawn(join(folder, "postgres"), flags, { cwd: "/", stdio: "ignore", ...user });
    await answering(server, url);
  };
  const stop = async () => {
    if (server === undefined) return;
    const ended = once(server, "exit");
    // An immediate shutdown: connections are cut off.
    server.kill("SIGQUIT");
    await ended;
    server = undefined;
  };
  await start();
  return {
    url,
    start,
    stop,
    close: async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Resolves when the server answers, however long a busy machine takes. @throws Error if it has ended */
async function answering(server: ChildProcess, url: string): Promise<void> {
  for (;;) {
    const client = new Client({ connectionString: url });
    const isConnected = await client.connect().then(
      () => true,
      () => false,
    );
    if (isConnected) await client.end();
    // Another server can have taken the port meanwhile: this one has ended then.
    if (server.exitCode !== null || server.signalCode !== null)
      throw new Error(`The server of Postgres has ended: exit code ${server.exitCode}, signal ${server.signalCode}.`);
    if (isConnected) return;
    await sleep(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
