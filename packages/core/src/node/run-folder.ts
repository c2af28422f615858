import { readdir, stat } from "node:fs/promises";
import { basename, isAbsolute, join, resolve, sep } from "node:path";
import { CrosstagError } from "../errors/crosstag-error.ts";
import { codeOf, toRefusal } from "./system-problem.ts";

/** Where a run keeps what it is made of. */
export interface RunFolder {
  /** The folder's name: the run's id. */
  readonly id: string;
  /** Absolute, as are the others. */
  readonly folder: string;
  readonly planPath: string;
  readonly journalPath: string;
}

const RUN_ID = /^\d{8}-\d{6}-[0-9a-f]{6}$/;

/** Ids that are named when a run is not found. */
const EXAMPLES = 5;

/** Time in UTC and some chance, so that ids are in order of time: `20261125-072011-3f9a2c`. */
export function newRunId(now: Date, random: () => number): string {
  const [day = "", time = ""] = now.toISOString().split("T");
  const chance = Math.floor(random() * 0x1_00_00_00)
    .toString(16)
    .padStart(6, "0");
  return `${day.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}-${chance}`;
}

export function runFolder(folder: string): RunFolder {
  const full = resolve(folder);
  return {
    id: basename(full),
    folder: full,
    planPath: join(full, "plan.json"),
    journalPath: join(full, "journal.jsonl"),
  };
}

/**
 * Ids of the runs under a folder, the newest first; none where the folder is not there.
 * @throws CrosstagError `configuration` where it cannot be read
 */
export async function runIds(root: string): Promise<readonly string[]> {
  const names = await readdir(root).catch((error: unknown): string[] => {
    if (codeOf(error) === "ENOENT") return [];
    throw toRefusal("folder of runs", root, error);
  });
  return names
    .filter((name) => RUN_ID.test(name))
    .toSorted()
    .toReversed();
}

/**
 * Finds a run.
 * @param idOrPath its id, the beginning of it where no other run's id begins so, `latest`, or the path of its folder
 * @throws CrosstagError `configuration` where there is none, or several; names runs that there are
 */
export async function openRun(root: string, idOrPath: string): Promise<RunFolder> {
  if (isPath(idOrPath)) {
    const run = runFolder(idOrPath);
    if (await hasJournal(run)) return run;
    throw refused(
      `There is no run in the folder ${JSON.stringify(run.folder)}: it has no journal.jsonl.`,
      "Check the path, or give the run's id.",
    );
  }
  const ids = await runIds(root);
  const found =
    idOrPath === "latest" ? ids.slice(0, 1) : ids.filter((id) => idOrPath !== "" && id.startsWith(idOrPath));
  const [first, second] = found;
  if (first !== undefined && second === undefined) {
    const run = runFolder(join(root, first));
    if (await hasJournal(run)) return run;
    throw refused(
      `The run ${first} has no journal: its folder ${JSON.stringify(run.folder)} was cut off while it was made, or something was taken out of it.`,
      "Nothing can be said about it; start another run.",
    );
  }
  if (second !== undefined)
    throw refused(
      `${JSON.stringify(idOrPath)} is the beginning of several runs: ${listed(found)}.`,
      "Give more of the id.",
    );
  const asFolder = runFolder(idOrPath);
  if (idOrPath !== "" && (await hasJournal(asFolder))) return asFolder;
  if (ids.length === 0)
    throw refused(
      `There is no run in ${JSON.stringify(resolve(root))}.`,
      "Apply a plan first, or name the folder of a run.",
    );
  throw refused(
    `There is no run ${JSON.stringify(idOrPath)}. The newest are ${listed(ids)}.`,
    "Give one of these, or `latest`.",
  );
}

function isPath(text: string): boolean {
  return isAbsolute(text) || text.includes("/") || text.includes(sep);
}

async function hasJournal({ journalPath }: RunFolder): Promise<boolean> {
  return stat(journalPath).then(
    (found) => found.isFile(),
    () => false,
  );
}

function listed(ids: readonly string[]): string {
  const more = ids.length - EXAMPLES;
  return `${ids.slice(0, EXAMPLES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function refused(message: string, hint: string): CrosstagError {
  return new CrosstagError({ code: "configuration", message, hint });
}
