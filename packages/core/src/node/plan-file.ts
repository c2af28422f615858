import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { resolve } from "node:path";
import { CrosstagError } from "../model/crosstag-error.ts";
import { decodePlanEntry, decodePlanHeader, planEntryStart } from "../plan/plan-lines.ts";
import type { Plan, PlanHeader } from "../plan/plan.ts";
import type { PlanEntry } from "../plan/plan-entry.ts";
import { LineReader, readChunks } from "./file-lines.ts";
import { openSealedLine } from "./hash-chain.ts";
import { openToRead } from "./open-to-read.ts";
import { refuseFile, toRefusal } from "./system-problem.ts";

/** How every plan begins, of whatever version. */
const PLAN_START = '{"schema":"crosstag-plan/';

/** A plan that stays in its file; reading its entries needs memory for a few of them only. */
export interface PlanFile extends Plan {
  /** Absolute. */
  readonly path: string;
}

/**
 * Opens a plan that was written by `writePlanFile`, and goes through all of it once to see that nothing was changed or
 * cut off. Its entries are read from the file again each time; when the file is another by then, that is refused.
 * @throws CrosstagError `configuration` if it cannot be read, is not a plan, was made by another version, or is damaged
 */
export async function openPlanFile(path: string): Promise<PlanFile> {
  const full = resolve(path);
  return withFile(full, async (file) => {
    await checkIsPlan(file, full);
    const { headerLine, bodyStart, digest, whole } = await readThrough(file);
    if (headerLine === undefined) throw damaged(full, "it was cut off in its first line.");
    const header = openHeader(full, headerLine);
    if (header.digest !== digest)
      throw damaged(
        full,
        whole ? "its entries were changed after the plan was made." : "it was cut off, or its end was changed.",
      );
    return planInFile(full, header, bodyStart, await identityOf(file));
  });
}

/**
 * What the first line of a plan says. The entries are not gone through.
 * @throws CrosstagError `configuration` if it cannot be read, is not a plan, was made by another version, or was changed
 */
export async function readPlanHeader(path: string): Promise<PlanHeader> {
  return withFile(resolve(path), async (file) => {
    await checkIsPlan(file, path);
    for await (const [line] of new LineReader(file, 0).batches())
      if (line !== undefined) return openHeader(path, line.toString());
    throw damaged(path, "it was cut off in its first line.");
  });
}

/** A plan whose file is known to be whole. */
export function planInFile(path: string, header: PlanHeader, bodyStart: number, identity: string): PlanFile {
  const body: PlanBody = { path, start: bodyStart, identity, places: undefined };
  return { path, header, entries: (scope) => readEntries(body, scope) };
}

/** The entries of a plan in its file. */
interface PlanBody {
  readonly path: string;
  readonly start: number;
  readonly identity: string;
  /**
   * Where the entries of each scope are, known when all were read once: a run reads every scope by itself, and would read
   * the whole file for each of thousands.
   */
  places: ReadonlyMap<string, Place> | undefined;
}

/** From the first entry of a scope to the end of its last one. */
interface Place {
  readonly from: number;
  to: number;
  /** The number of the first line. */
  readonly line: number;
}

/** Shows whether a file was replaced or written to. */
export async function identityOf(file: FileHandle): Promise<string> {
  const { ino, size, mtimeNs } = await file.stat({ bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

/** @throws CrosstagError `configuration` if the file is not a plan of any version */
export async function checkIsPlan(file: FileHandle, path: string): Promise<void> {
  const notAPlan = (why: string) =>
    refuseFile(
      "plan",
      path,
      why,
      "Name a file that `crosstag plan --out` or `writePlanFile` wrote. For desired tags or a table, use: crosstag plan -f FILE",
    );
  if (!(await file.stat()).isFile()) throw refuseFile("plan", path, "it is not a file.", "Name a file.");
  const { bytesRead, buffer } = await file.read(Buffer.alloc(PLAN_START.length), 0, PLAN_START.length, 0);
  if (bytesRead === 0) throw notAPlan("it is empty.");
  if (buffer.subarray(0, bytesRead).toString() !== PLAN_START) throw notAPlan("it is not a plan.");
}

async function* readEntries(body: PlanBody, scope: string | undefined): AsyncGenerator<PlanEntry, void, undefined> {
  const { path, identity } = body;
  const file = await openToRead(path).catch((error: unknown) => {
    throw toRefusal("plan", path, error);
  });
  const checkIsSame = async () => {
    // The plan that was opened was approved, not another one that has its name now.
    if ((await identityOf(file)) !== identity) throw damaged(path, "it was changed after it was opened.");
  };
  try {
    await checkIsSame();
    if (scope === undefined) yield* readAll(file, body);
    else yield* readScope(file, body, scope);
    await checkIsSame();
  } catch (error) {
    throw toRefusal("plan", path, error);
  } finally {
    await file.close();
  }
}

async function* readAll(file: FileHandle, body: PlanBody): AsyncGenerator<PlanEntry, void, undefined> {
  const places = new Map<string, Place>();
  let [from, number] = [body.start, 1];
  for await (const lines of new LineReader(file, body.start).batches()) {
    for (const line of lines) {
      number += 1;
      const entry = decodeLine(body.path, line, number);
      const to = from + line.length + 1;
      const place = places.get(entry.scope);
      if (place === undefined) places.set(entry.scope, { from, to, line: number });
      else place.to = to;
      from = to;
      yield entry;
    }
  }
  body.places = places;
}

async function* readScope(
  file: FileHandle,
  { path, start, places }: PlanBody,
  scope: string,
): AsyncGenerator<PlanEntry, void, undefined> {
  const whole: Place = { from: start, to: Number.POSITIVE_INFINITY, line: 2 };
  const place = places === undefined ? whole : places.get(scope);
  if (place === undefined) return;
  const ownStart = Buffer.from(planEntryStart(scope));
  let number = place.line - 1;
  for await (const lines of new LineReader(file, place.from, place.to).batches()) {
    for (const line of lines) {
      number += 1;
      if (startsWith(line, ownStart)) yield decodeLine(path, line, number);
    }
  }
}

function startsWith(line: Buffer, start: Buffer): boolean {
  return line.length >= start.length && line.compare(start, 0, start.length, 0, start.length) === 0;
}

function decodeLine(path: string, line: Buffer, number: number): PlanEntry {
  try {
    return decodePlanEntry(line.toString());
  } catch (error) {
    throw CrosstagError.is(error) ? damaged(path, `line ${number}: ${error.message}`) : error;
  }
}

function openHeader(path: string, line: string): PlanHeader {
  const sealed = openSealedLine(line);
  let header: PlanHeader;
  try {
    // Another version may seal its header in another way; that it is another says more.
    header = decodePlanHeader(sealed?.body ?? line);
  } catch (error) {
    if (!CrosstagError.is(error) || !error.message.includes("another version"))
      throw damaged(path, "its first line was changed.");
    throw refuseFile("plan", path, lowerFirst(error.message), error.hint ?? "Make the plan again.");
  }
  if (sealed === undefined) throw damaged(path, "its first line was changed.");
  return header;
}

/** One pass over the file: the first line as text, the hash of the rest. */
async function readThrough(file: FileHandle) {
  const hash = createHash("sha256");
  const headerParts: Buffer[] = [];
  let headerLine: string | undefined;
  let bodyStart = 0;
  let whole = false;
  for await (const chunk of readChunks(file)) {
    whole = chunk.at(-1) === 10;
    if (headerLine !== undefined) {
      hash.update(chunk);
      continue;
    }
    const end = chunk.indexOf(10);
    headerParts.push(end === -1 ? chunk : chunk.subarray(0, end));
    if (end === -1) continue;
    const header = Buffer.concat(headerParts);
    headerLine = header.toString();
    bodyStart = header.length + 1;
    hash.update(chunk.subarray(end + 1));
  }
  return { headerLine, bodyStart, digest: `sha256:${hash.digest("hex")}`, whole };
}

async function withFile<Result>(path: string, use: (file: FileHandle) => Promise<Result>): Promise<Result> {
  let file: FileHandle | undefined;
  try {
    file = await openToRead(path);
    return await use(file);
  } catch (error) {
    throw toRefusal("plan", path, error);
  } finally {
    await file?.close();
  }
}

function damaged(path: string, why: string): CrosstagError {
  return refuseFile("plan", path, why, "Make the plan again.");
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
