import { rm } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { CrosstagError, type WriteResult } from "@crosstag/core";
import {
  failedRecord,
  outcomesRecord,
  recordWrites,
  type RecordedWrites,
  type WriteRecord,
} from "@crosstag/core/internal";
import { makeFolders, newRunId, openEvidenceJournal, type EvidenceJournal } from "@crosstag/core/node";
import type { Invocation } from "../invocation.ts";
import { withCrosstag } from "../open-crosstag.ts";
import { UsageError } from "../usage-error.ts";
import { writesFolder } from "./writes-folder.ts";

/** As `withCrosstag`, for writes without a run. All of a command are in one file; a dry run has none. */
export function withRecordedWrites<Result>(
  invocation: Pick<Invocation, "context" | "globals" | "messages">,
  references: readonly string[],
  work: (writes: RecordedWrites) => Promise<Result>,
): Promise<Result> {
  return withCrosstag(invocation, references, async (crosstag) => {
    const record = new CommandRecord(invocation);
    try {
      return await work(recordWrites(crosstag, (asked, write) => record.around(asked, write)));
    } finally {
      await record.close();
    }
  });
}

/**
 * The file of one command: what it asks for is on disk before anything is sent. A file of its own for each command, so that
 * commands that run at once do not wait for each other.
 */
class CommandRecord {
  readonly #invocation: Pick<Invocation, "context" | "messages">;
  #opening: Promise<EvidenceJournal | undefined> | undefined;
  #hasOutcomes = false;
  #warned = false;

  constructor(invocation: Pick<Invocation, "context" | "messages">) {
    this.#invocation = invocation;
  }

  async around(record: WriteRecord, write: () => Promise<WriteResult>): Promise<WriteResult> {
    await this.#append({ ...record, by: userName() });
    try {
      const result = await write();
      await this.#append(outcomesRecord(result));
      this.#hasOutcomes = true;
      return result;
    } catch (error) {
      if (CrosstagError.is(error) && error.code === "invalid-request" && !this.#hasOutcomes) await this.#drop();
      else await this.#append(failedRecord(error));
      throw error;
    }
  }

  async close(): Promise<void> {
    await (await this.#opening)?.close();
  }

  async #append(record: object): Promise<void> {
    try {
      await (await (this.#opening ??= this.#open()))?.append({ ...record });
    } catch (error) {
      this.#warn(error);
    }
  }

  /** Nothing was sent: a mistyped command leaves no record. */
  async #drop(): Promise<void> {
    const journal = await this.#opening;
    this.#opening = undefined;
    if (journal === undefined) return;
    await journal.close();
    await rm(journal.path, { force: true });
  }

  async #open(): Promise<EvidenceJournal | undefined> {
    const { context } = this.#invocation;
    try {
      const folder = writesFolder(context);
      await makeFolders(folder, 0o700);
      const path = join(folder, `${newRunId(context.now(), Math.random)}.jsonl`);
      return await openEvidenceJournal(path, context.now);
    } catch (error) {
      this.#warn(error);
      return undefined;
    }
  }

  /** Each resource was named by the user, and the outcomes are shown: a record that is missing does not stop the command. */
  #warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const reason = error instanceof UsageError || CrosstagError.is(error) ? ` ${error.message}` : "";
    this.#invocation.messages.warn([
      `There is no complete record of this command.${reason}`,
      "  To keep one, set XDG_STATE_HOME to the full path of a folder that can be written.",
    ]);
  }
}

/** The user of the command, and the machine. */
function userName(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A user of a container who has no entry in its list of users.
    return `user ${process.getuid?.() ?? "unknown"}@${hostname()}`;
  }
}
