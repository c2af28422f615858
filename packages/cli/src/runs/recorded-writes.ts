import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { CrosstagError } from "@crosstag/core";
import { recordWrites, type RecordedWrites, type WriteRecord } from "@crosstag/core/internal";
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
    const writes = recordWrites(crosstag, record);
    try {
      return await work(writes);
    } finally {
      await writes.recorded();
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
  #warned = false;

  constructor(invocation: Pick<Invocation, "context" | "messages">) {
    this.#invocation = invocation;
  }

  begin(record: WriteRecord): Promise<void> {
    return this.end({ ...record, by: userName() });
  }

  async close(): Promise<void> {
    await (await this.#opening)?.close();
  }

  async end(record: object): Promise<void> {
    try {
      await (await (this.#opening ??= this.#open()))?.append({ ...record });
    } catch (error) {
      this.#warn(error);
    }
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
