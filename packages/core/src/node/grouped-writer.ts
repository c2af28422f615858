import type { FileHandle } from "node:fs/promises";

/** Characters that are written and flushed at once, about. */
const GROUP_SIZE = 1024 * 1024;

/** How a line is appended. */
export interface AppendOptions {
  /**
   * Milliseconds that the line may wait for others, to be flushed with them: for a line that no caller waits for, so that its flush
   * does not delay the next. Default: 0, it is written as soon as the disk is free.
   */
  readonly withinMs?: number | undefined;
}

/** When lines are flushed to the disk. */
export interface FlushOptions {
  /**
   * Milliseconds after a line was written within which it is flushed. What was written survives the end of the process, also by
   * SIGKILL; a power failure can take what was not flushed. Default: 0, a line counts as written when it is flushed.
   */
  readonly flushWithinMs?: number | undefined;
}

interface Group {
  readonly lines: string[];
  size: number;
  readonly flushed: Promise<void>;
  readonly settle: { readonly resolve: () => void; readonly reject: (error: Error) => void };
}

interface GroupedWriterOptions extends FlushOptions {
  /** Called before each writing; what it throws is a failure of the writer, with the file left as it is. */
  readonly check: () => void;
  readonly toError: (error: unknown) => Error;
}

/** Appends lines to a file. Lines that arrive while the disk is busy are flushed together, because flushing is slow. */
export class GroupedWriter {
  readonly #file: FileHandle;
  readonly #check: () => void;
  readonly #toError: (error: unknown) => Error;
  readonly #groups: Group[] = [];
  /** How many of the groups are to be written now; the others wait for lines to come. */
  #due = 0;
  #timer: NodeJS.Timeout | undefined;
  #size: number;
  #work: Promise<void> | undefined;
  #failure: Error | undefined;
  /** The failure of a flush that no line waits for. */
  #unflushed: Error | undefined;
  readonly #flushWithinMs: number;
  #flushTimer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;

  /** @param size bytes in the file, all of them whole lines */
  constructor(file: FileHandle, size: number, { check, toError, flushWithinMs = 0 }: GroupedWriterOptions) {
    this.#file = file;
    this.#size = size;
    this.#check = check;
    this.#toError = toError;
    this.#flushWithinMs = flushWithinMs;
  }

  /** Why nothing more is written. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /**
   * @param line with its line feed
   * @returns resolves when the line, and every one before it, is flushed, or written if it is flushed later; rejects from the
   *   first failure on, for good
   */
  append(line: string, { withinMs = 0 }: AppendOptions = {}): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    let group = this.#groups.at(-1);
    if (group === undefined || group.size >= GROUP_SIZE) this.#groups.push((group = newGroup()));
    group.lines.push(line);
    group.size += line.length;
    if (withinMs === 0 || group.size >= GROUP_SIZE) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), withinMs);
    return group.flushed;
  }

  /**
   * Writes and flushes what waits. Nothing is under way any more when it resolves. Never rejects.
   * @returns why lines that are said to be written were not flushed
   */
  async idle(): Promise<Error | undefined> {
    this.#write();
    await this.#work;
    await this.#flushing;
    if (this.#flushTimer !== undefined) await this.#flushNow();
    return this.#unflushed;
  }

  #flushLater(): void {
    this.#flushTimer ??= setTimeout(() => (this.#flushing = this.#flushNow()), this.#flushWithinMs);
  }

  async #flushNow(): Promise<void> {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    try {
      await this.#file.datasync();
    } catch (error) {
      this.#unflushed ??= this.#toError(error);
      this.#failure ??= this.#unflushed;
    }
  }

  /** All lines that there are. */
  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = this.#groups.length;
    if (this.#due > 0) this.#work ??= this.#writeGroups();
  }

  async #writeGroups(): Promise<void> {
    // All lines that are appended in the same turn are in the first group.
    await Promise.resolve();
    for (let group = this.#next(); group !== undefined; group = this.#next()) {
      const bytes = Buffer.from(group.lines.join(""));
      try {
        this.#check();
      } catch (error) {
        // The file may be another's by now.
        this.#rejectAll(this.#toError(error), group);
        break;
      }
      try {
        await this.#file.appendFile(bytes);
        if (this.#flushWithinMs === 0) await this.#file.datasync();
        else this.#flushLater();
      } catch (error) {
        await this.#fail(this.#toError(error), group);
        break;
      }
      this.#size += bytes.length;
      group.settle.resolve();
    }
    this.#work = undefined;
  }

  #next(): Group | undefined {
    if (this.#due === 0) return undefined;
    this.#due -= 1;
    return this.#groups.shift();
  }

  async #fail(failure: Error, group: Group): Promise<void> {
    // What was written of the group must not look like whole records, or like the beginning of one.
    this.#failure = failure;
    await this.#file.truncate(this.#size).catch(() => {});
    this.#rejectAll(failure, group);
  }

  #rejectAll(failure: Error, group: Group): void {
    this.#failure = failure;
    this.#due = 0;
    clearTimeout(this.#timer);
    for (const { settle } of [group, ...this.#groups.splice(0)]) settle.reject(failure);
  }
}

function newGroup(): Group {
  const settle = { resolve: () => {}, reject: (_error: Error) => {} };
  const flushed = new Promise<void>((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return { lines: [], size: 0, flushed, settle };
}
