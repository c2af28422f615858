import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "./system-problem.ts";

/**
 * Makes a folder, and those above it, with this mode; one that is there stays as it is. Node's own recursive `mkdir`
 * never ends if the system reports ENOENT for a folder whose parent exists (under /proc; Node 20.20, 2026-11-25).
 * @throws the error of the system
 */
export async function makeFolders(path: string, mode: number): Promise<void> {
  await makeFolder(path, mode, false);
}

async function makeFolder(path: string, mode: number, parentWasThere: boolean): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return;
    if (code !== "ENOENT" || parentWasThere) throw error;
    const parent = dirname(path);
    // Another process, or this one, can have made the parent meanwhile: only with the parent there, ENOENT is a refusal.
    if (!(await isThere(parent))) await makeFolders(parent, mode);
    await makeFolder(path, mode, true);
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
