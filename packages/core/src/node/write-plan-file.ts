import { createHash, randomUUID } from "node:crypto";
import { open, realpath, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { encodePlanEntry, encodePlanHeader } from "../plan/plan-lines.ts";
import { PLAN_SCHEMA } from "../plan/plan.ts";
import type { PlanHeader } from "../plan/plan.ts";
import type { PlanEntry } from "../plan/plan-entry.ts";
import { readChunks } from "./file-lines.ts";
import { flushFolder } from "./flush-folder.ts";
import { sealLine } from "./hash-chain.ts";
import type { PlanOptions, PlanParts } from "./memory-plan.ts";
import { openToRead } from "./open-to-read.ts";
import { checkIsPlan, identityOf, planInFile } from "./plan-file.ts";
import type { PlanFile } from "./plan-file.ts";
import { codeOf, toRefusal } from "./system-problem.ts";

/** Characters that are written at once, about. */
const BATCH_SIZE = 256 * 1024;

/**
 * Writes a plan while its entries are found, with memory for a few of them only; the file is there whole or not at all,
 * readable for its owner only. Needs room for the plan twice. A plan that is there already is replaced, and so is an
 * empty file.
 * @param complete called after the last entry
 * @throws CrosstagError `configuration` if the file cannot be written, or is something else than a plan (before
 *   `entries` are read); what `entries` or `complete` throw. Nothing is left behind then.
 */
export async function writePlanFile(
  path: string,
  entries: AsyncIterable<PlanEntry>,
  complete: () => PlanParts,
  { now = () => new Date() }: PlanOptions = {},
): Promise<PlanFile> {
  const full = await replaceablePath(resolve(path));
  const bodyPath = `${full}.${randomUUID()}.entries`;
  const newPath = `${full}.${randomUUID()}.new`;
  let body: FileHandle | undefined;
  let file: FileHandle | undefined;
  try {
    body = await onDisk(full, open(bodyPath, "wx+", 0o600));
    const digest = await writeEntries(full, body, entries);
    const { origin, summary } = complete();
    const header: PlanHeader = { schema: PLAN_SCHEMA, createdAt: now().toISOString(), digest, origin, summary };
    const headerBytes = Buffer.from(`${sealLine(encodePlanHeader(header)).line}\n`);
    file = await onDisk(full, open(newPath, "wx", 0o600));
    await onDisk(full, copyInto(file, headerBytes, body));
    const identity = await identityOf(file);
    await onDisk(full, rename(newPath, full));
    await onDisk(full, flushFolder(dirname(full)));
    return planInFile(full, header, headerBytes.length, identity);
  } finally {
    await body?.close();
    await file?.close();
    await rm(bodyPath, { force: true });
    await rm(newPath, { force: true });
  }
}

/** The file itself if the path is a link to it. */
async function replaceablePath(path: string): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await openToRead(path);
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > 0) await checkIsPlan(file, path);
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return path;
    throw toRefusal("plan", path, error);
  } finally {
    await file?.close();
  }
}

/** @returns the digest of the lines */
async function writeEntries(path: string, body: FileHandle, entries: AsyncIterable<PlanEntry>): Promise<string> {
  const hash = createHash("sha256");
  let lines: string[] = [];
  let size = 0;
  const write = async () => {
    const bytes = Buffer.from(lines.join(""));
    lines = [];
    size = 0;
    hash.update(bytes);
    await onDisk(path, body.appendFile(bytes));
  };
  for await (const entry of entries) {
    const line = `${encodePlanEntry(entry)}\n`;
    lines.push(line);
    size += line.length;
    // Waiting here keeps the producer of the entries from running ahead of the disk.
    if (size >= BATCH_SIZE) await write();
  }
  await write();
  return `sha256:${hash.digest("hex")}`;
}

async function copyInto(file: FileHandle, header: Buffer, body: FileHandle): Promise<void> {
  await file.appendFile(header);
  for await (const chunk of readChunks(body)) await file.appendFile(chunk);
  await file.sync();
}

/** Only the disk's errors are this file's to explain. */
async function onDisk<Result>(path: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw toRefusal("plan", path, error);
  }
}
