import type { TagResource, UntagResource } from "@crosstag/core";
import { recordWrites, type RecordedWrites, type WriteRecorder } from "@crosstag/core/internal";
import type { CutOffWrite } from "./cut-off-writes.ts";
import { openHealingJournal, type HealingJournalOptions } from "./healing-journal.ts";
import type { WrittenBy } from "./written-by.ts";

/**
 * Writes of tags that are not part of a run, all of them in one journal: who asked for which change before anything is
 * changed, and what came of it. Neither has tag values. A dry run is not in it. The first is on disk before a call that changes
 * something is sent; tags may be read meanwhile. The second is written without the caller waiting for it: what was done is the
 * answer. If it cannot be written, it is tried again with the next write; if it is missing, the process or its disk failed, and
 * the tags have to be read.
 * Both methods throw a CrosstagError `configuration` if the journal cannot be written; nothing was changed then.
 */
export interface DirectWrites extends RecordedWrites<[by: WrittenBy]> {
  /** Closes the journal. */
  close(): Promise<void>;
}

/** Milliseconds that outcomes may wait to be flushed with the next request, which would wait for a flush of their own. */
const OUTCOMES_WITHIN_MS = 50;

/** A write that was made, and whose outcomes could not be written down. */
export interface UnrecordedWrite {
  /** Who asked for it. */
  readonly by: WrittenBy;
  /** Why the journal could not be written. */
  readonly error: unknown;
}

/** What the journal is opened with. */
export interface DirectWritesOptions {
  /** How the journal is opened, again after it could not be written and when it is full. */
  readonly journal: HealingJournalOptions;
  /** Called once for each write whose outcomes could not be written down. They are tried again. */
  readonly onUnrecorded: (write: UnrecordedWrite) => void;
  /** Writes of an earlier process without an end: the journal gets a record that ends each. Default: none. */
  readonly cutOff?: readonly CutOffWrite[];
}

/** Records that wait for the journal to be written again. */
const MOST_WAITING = 1_000;

/**
 * Opens the journal of direct writes; all requests share the open file.
 * @throws CrosstagError `configuration` if it cannot be written, is in use or was tampered with
 */
export async function openDirectWrites(
  crosstag: TagResource & UntagResource,
  { journal: opening, onUnrecorded, cutOff = [] }: DirectWritesOptions,
): Promise<DirectWrites> {
  const journal = await openHealingJournal(opening);

  const waiting: EndRecord[] = [];

  const end = ({ by, fields }: EndRecord, report = onUnrecorded): void => {
    journal.append({ ...fields, requestId: by.requestId }, { withinMs: OUTCOMES_WITHIN_MS }).catch((error: unknown) => {
      if (waiting.length < MOST_WAITING) waiting.push({ by, fields });
      report({ by, error });
    });
  };

  for (const { by } of cutOff) end({ by, fields: { type: "cut-off" } });

  const recorder: WriteRecorder<[by: WrittenBy]> = {
    begin: async (change, by) => {
      // Each was reported when it failed first: a disk that stays full must not fill the log with every request.
      for (const record of waiting.splice(0)) end(record, () => {});
      await journal.append({ ...change, ...by });
    },
    end: (record, by) => end({ by, fields: { ...record } }),
  };
  const writes = recordWrites(crosstag, recorder);
  return {
    ...writes,
    close: async () => {
      await writes.recorded();
      await journal.close();
    },
  };
}

/** What came of a write. */
interface EndRecord {
  readonly by: WrittenBy;
  readonly fields: Readonly<Record<string, unknown>>;
}
