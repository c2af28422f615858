import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { chmod, mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TextStore } from "./fleet-cache.ts";

/** Far above the list of the largest organization. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A pipe in the place of a file would be waited for without end. Windows has no such flag, which adds 0. */
const WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * Keeps texts as files that only this user can read, in a folder that is made when it is needed. A file appears when it
 * is complete. A file of another user, or one that others may write to, is not read.
 * @param folder its full path
 */
export function folderStore(folder: string): TextStore {
  return {
    async read(name) {
      try {
        const file = await open(join(folder, name), WITHOUT_WAITING);
        try {
          const found = await file.stat();
          const { uid, mode, size } = found;
          const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
          return isOwn && found.isFile() && size <= MOST_BYTES ? await file.readFile("utf8") : undefined;
        } finally {
          await file.close();
        }
      } catch {
        return undefined;
      }
    },
    async write(name, text) {
      const draft = join(folder, `${name}.${randomUUID()}.part`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        // Other caches of the same program may have made it.
        await chmod(folder, 0o700);
        await writeFile(draft, text, { flag: "wx", mode: 0o600 });
        await rename(draft, join(folder, name));
      } catch {
        // A full disk or a read-only home directory costs calls, and no result.
        await rm(draft, { force: true }).catch(() => {});
      }
    },
  };
}
