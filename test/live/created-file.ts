import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

/** Where a run created its resources. */
export interface Place {
  /** Name of the cloud. */
  readonly cloud: string;
  /** Its region. */
  readonly region: string;
  /** The account. */
  readonly account: string;
}

/** The file of one run: what it created and has not removed yet, on disk before anything else is done. */
export class CreatedFile {
  readonly #path: string;
  readonly #handle: number;

  private constructor(path: string, handle: number) {
    this.#path = path;
    this.#handle = handle;
  }

  /** Starts the file of a run. */
  static start(folder: string, run: string, place: Place): CreatedFile {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${run}${ENDING}`);
    const file = new CreatedFile(path, openSync(path, "wx", 0o600));
    file.#write(place);
    return file;
  }

  /** Notes a resource that exists from now on. */
  created(id: string): void {
    this.#write({ id });
  }

  /** Everything has been removed: deletes the file. */
  end(): void {
    this.close();
    rmSync(this.#path);
  }

  /** Keeps the file for `--clean`. */
  close(): void {
    closeSync(this.#handle);
  }

  #write(line: object): void {
    writeSync(this.#handle, `${JSON.stringify(line)}\n`);
    fsyncSync(this.#handle);
  }
}

const ENDING = ".created.jsonl";

/** What a run left. */
export interface Leftovers {
  /** The file that lists it. */
  readonly path: string;
  /** The ids of the resources. */
  readonly ids: readonly string[];
}

/** What the files of earlier runs list for this place. A last line that a crash cut off is left out: its resource has the mark. */
export function readLeftovers(folder: string, place: Place): readonly Leftovers[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => join(folder, name));
  return paths.flatMap((path) => {
    const [first, ...others] = readFileSync(path, "utf8").split("\n").slice(0, -1);
    const owner: unknown = first === undefined ? undefined : JSON.parse(first);
    if (!isPlace(owner) || (["cloud", "region", "account"] as const).some((name) => owner[name] !== place[name]))
      return [];
    return [{ path, ids: others.map((line) => idIn(JSON.parse(line))) }];
  });
}

function isPlace(value: unknown): value is Place {
  return typeof value === "object" && value !== null && "cloud" in value && "region" in value && "account" in value;
}

function idIn(line: unknown): string {
  if (typeof line === "object" && line !== null && "id" in line && typeof line.id === "string") return line.id;
  throw new Error("A file of created resources has a line without an id.");
}
