import type { CallOptions } from "../calls/call-options.ts";
import type { TagResourceRequest, UntagResourceRequest, WriteResult } from "./tag-requests.ts";
import { failedRecord, outcomesRecord, tagRecord, untagRecord } from "./write-records.ts";
import type { FailedRecord, OutcomesRecord, WriteRecord } from "./write-records.ts";

/** What writes. */
interface Writes {
  tagResource(request: TagResourceRequest, options?: CallOptions): Promise<WriteResult>;
  untagResource(request: UntagResourceRequest, options?: CallOptions): Promise<WriteResult>;
}

/**
 * Writes that are recorded. A dry run is not, and neither is a request that is refused or whose resources cannot be written.
 * `About`: what else the record of a call says.
 */
export interface RecordedWrites<About extends readonly unknown[] = []> {
  /** As `Crosstag.tagResource`. */
  tagResource(request: TagResourceRequest, options: CallOptions, ...about: About): Promise<WriteResult>;
  /** As `Crosstag.untagResource`. */
  untagResource(request: UntagResourceRequest, options: CallOptions, ...about: About): Promise<WriteResult>;
}

/** Where the records go. */
export interface WriteRecorder<About extends readonly unknown[]> {
  /** Nothing is changed before it resolves; tags are read meanwhile. If it rejects, nothing is changed. */
  begin(record: WriteRecord, ...about: About): Promise<void>;
  /** What came of it. Must not throw: the write was made. */
  end(record: OutcomesRecord | FailedRecord, ...about: About): Promise<void> | void;
}

/** The same writes, each recorded. */
export interface WritesToRecord<About extends readonly unknown[]> extends RecordedWrites<About> {
  /** Resolves when the recorder has got the last record of each request. Wait for it before you close what it writes to. */
  recorded(): Promise<void>;
}

/**
 * Returns the same writes, each recorded: which resources it may change under their full names, and then what came of it. A request
 * that ends before its first record is written is answered at once, because the disk may not answer; its other record follows.
 */
export function recordWrites<About extends readonly unknown[]>(
  writes: Writes,
  recorder: WriteRecorder<About>,
): WritesToRecord<About> {
  const late = new Set<Promise<void>>();
  const record = async (
    write: (begin: (record: WriteRecord) => Promise<void>) => Promise<WriteResult>,
    about: About,
  ): Promise<WriteResult> => {
    const first = new FirstRecord();
    const end = async (last: OutcomesRecord | FailedRecord): Promise<void> => {
      const ending = first.whenWritten(() => recorder.end(last, ...about));
      if (!first.isUnderWay) return ending;
      const followed = ending.finally(() => late.delete(followed));
      late.add(followed);
    };
    try {
      const result = await write((change) => first.follow(recorder.begin(change, ...about)));
      await end(outcomesRecord(result));
      return result;
    } catch (error) {
      await end(failedRecord(error));
      throw error;
    }
  };
  return {
    tagResource: (request, options, ...about) =>
      record(
        (begin) =>
          writes.tagResource(
            { ...request, beforeWriting: (resources) => begin(tagRecord(request, resources)) },
            options,
          ),
        about,
      ),
    untagResource: (request, options, ...about) =>
      record(
        (begin) =>
          writes.untagResource(
            { ...request, beforeWriting: (resources) => begin(untagRecord(request, resources)) },
            options,
          ),
        about,
      ),
    recorded: async () => void (await Promise.all(late)),
  };
}

/** The record that a write has to wait for. */
class FirstRecord {
  #written: Promise<boolean> | undefined;
  /** Whether the disk has not answered. */
  isUnderWay = false;

  /** Returns the same promise. */
  follow(writing: Promise<void>): Promise<void> {
    this.isUnderWay = true;
    const over = (isWritten: boolean) => {
      this.isUnderWay = false;
      return isWritten;
    };
    this.#written = writing.then(
      () => over(true),
      () => over(false),
    );
    return writing;
  }

  /** Does the work when the record is there; never if there is none, or it could not be written. */
  async whenWritten(work: () => Promise<void> | void): Promise<void> {
    if (await this.#written) await work();
  }
}
