import { appendFileSync } from "node:fs";
import fs from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { stdout } from "node:process";

/** What is used of `file-lock.ts`. */
interface FileLock {
  release(): Promise<void>;
}
type LockFile = (path: string) => Promise<FileLock>;

/**
 * Takes the lock of a file, in a process of its own, and writes to `<file>.log` what it does. Arguments: the file, what to
 * do (`hold` until it is killed, or `loop` and let go in between), and the file system call before which it kills itself
 * (0: none).
 */
const [path = "", task = "", killAt = "0"] = process.argv.slice(2);

let calls = 0;
function count(): void {
  calls += 1;
  if (calls === Number(killAt)) process.kill(process.pid, "SIGKILL");
}

function counted<Parts extends unknown[], Result>(call: (...parts: Parts) => Result) {
  return function (this: unknown, ...parts: Parts): Result {
    count();
    return call.apply(this, parts);
  };
}

for (const name of ["link", "copyFile", "rename", "rm", "readFile", "readdir", "stat"] as const)
  Object.assign(fs, { [name]: counted(fs[name] as (...parts: unknown[]) => unknown) });
const { open } = fs;
fs.open = counted(async (...parts: Parameters<typeof open>) => {
  const file: FileHandle = await open(...parts);
  file.writeFile = counted(file.writeFile.bind(file));
  file.sync = counted(file.sync.bind(file));
  return file;
});
syncBuiltinESMExports();
const built = new URL("../../../../dist/node/file-lock.js", import.meta.url);
const { lockFile } = (await import(built.href)) as { readonly lockFile: LockFile };

const say = (word: string) => appendFileSync(`${path}.log`, `${word} ${process.pid}\n`);
const pause = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 3));

async function tryLock(): Promise<FileLock | undefined> {
  try {
    return await lockFile(path);
  } catch (error) {
    stdout.write(`${(error as Error).message}\n`);
    return undefined;
  }
}

if (task === "hold") {
  const lock = await tryLock();
  if (lock !== undefined) {
    stdout.write("locked\n");
    setInterval(() => {}, 60_000);
  }
} else {
  for (let more = 40; more > 0; more -= 1) {
    calls = 0;
    const lock = await tryLock();
    if (lock === undefined) {
      await pause();
      continue;
    }
    say("enter");
    await pause();
    // Some locks are left by the dead.
    if (Math.random() < 0.5 && more < 30) {
      say("leave");
      process.kill(process.pid, "SIGKILL");
    }
    say("leave");
    await lock.release();
  }
}
