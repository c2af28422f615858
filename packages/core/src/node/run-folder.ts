import { readdir, stat } from "node:fs/promises";
import { basename, isAbsolute, join, resolve, sep } from "node:path";
import { CrosstagError } from "../model/crosstag-error.ts";
import { codeOf, toRefusal } from "./system-problem.ts";
import { unknownRun } from "./unknown-run.ts";

/** The folder of a run and the files in it. */
export interface RunFolder {
  /** The folder's name: the run's id. */
  readonly id: string;
  /** Absolute, as are the others. */
  readonly folder: string;
  /** The path of the run's copy of the plan. */
  readonly planPath: string;
  /** The path of the journal. */
  readonly journalPath: string;
}

const RUN_ID = /^\d{4}(?:0\d|1[0-2])[0-3]\d-[0-2]\d[0-5]\d[0-5]\d-[0-9a-f]{6}$/;

/** Whether a text is the id of a run, and so the name of its folder. */
export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/** Ids that are named when a run is not found. */
const EXAMPLES = 5;

const MOST_CHANCE = 0x1_00_00_00;
/** Leaves room for thousands of runs of one second, and is enough that two that begin at once differ. */
const STEP = 0x10_00;

/**
 * Time in UTC and some chance: `20261125-072011-3f9a2c`. Ids are in the order in which the runs began, also if several
 * begin in one second or the clock was set back: then the id follows the newest one, and its time says little.
 * @param newest id that there is
 */
export function newRunId(now: Date, random: () => number, newest?: string): string {
  const id = idOf(now, Math.floor(random() * MOST_CHANCE));
  if (newest === undefined || id > newest) return id;
  const chance = Number.parseInt(newest.slice(-6), 16) + 1 + Math.floor(random() * STEP);
  const second = timeOf(newest);
  return chance < MOST_CHANCE ? idOf(second, chance) : idOf(new Date(second.getTime() + 1_000), chance - MOST_CHANCE);
}

function idOf(second: Date, chance: number): string {
  const [day = "", time = ""] = second.toISOString().split("T");
  const digits = chance.toString(16).padStart(6, "0");
  return `${day.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}-${digits}`;
}

function timeOf(id: string): Date {
  return new Date(id.replace(/^(....)(..)(..)-(..)(..)(..)-.*$/, "$1-$2-$3T$4:$5:$6Z"));
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
 * Ids of the runs under a folder, the newest first; none if the folder does not exist.
 * @throws CrosstagError `configuration` if it cannot be read
 */
export async function runIds(root: string): Promise<readonly string[]> {
  const names = await readdir(root).catch((error: unknown): string[] => {
    if (codeOf(error) === "ENOENT") return [];
    if (codeOf(error) === "ENOTDIR")
      throw unknownRun(`The folder of runs ${JSON.stringify(root)} is not a folder.`, "Name the folder of all runs.");
    throw toRefusal("folder of runs", root, error);
  });
  return names.filter(isRunId).toSorted().toReversed();
}

/**
 * Finds a run.
 * @param idOrPath its id, the beginning of it if no other run's id begins so, `latest` for the run that was begun last, or the path of its folder
 * @throws CrosstagError `configuration` if there is none, or several; names existing runs
 */
export async function openRun(root: string, idOrPath: string): Promise<RunFolder> {
  if (isPath(idOrPath)) {
    const run = runFolder(idOrPath);
    if (await hasJournal(run)) return run;
    throw unknownRun(
      `The folder ${JSON.stringify(run.folder)} has no run: journal.jsonl is missing.`,
      "Check the path, or specify the run's id.",
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
      `The run ${first} has no journal: its folder ${JSON.stringify(run.folder)} was not created completely, or files were removed from it.`,
      "The state of this run is unknown; start another run.",
    );
  }
  if (second !== undefined)
    throw unknownRun(`${JSON.stringify(idOrPath)} matches several runs: ${listed(found)}.`, "Specify more of the id.");
  const asFolder = runFolder(idOrPath);
  if (idOrPath !== "" && (await hasJournal(asFolder))) return asFolder;
  if (ids.length === 0)
    throw unknownRun(
      `There is no run in ${JSON.stringify(resolve(root))}.`,
      "Apply a plan first, or specify the folder of a run. Tags that were set or removed without a plan are listed by: crosstag runs writes",
    );
  throw unknownRun(
    `There is no run ${JSON.stringify(idOrPath)}. The newest are ${listed(ids)}.`,
    "Specify one of these, or `latest`.",
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
