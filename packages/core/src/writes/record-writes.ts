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

/** Returns the same writes, each recorded: which resources it may change under their full names, and then what came of it. */
export function recordWrites<About extends readonly unknown[]>(
  writes: Writes,
  recorder: WriteRecorder<About>,
): RecordedWrites<About> {
  const recorded = async (
    write: (begin: (record: WriteRecord) => Promise<void>) => Promise<WriteResult>,
    about: About,
  ): Promise<WriteResult> => {
    let beginning: Promise<void> | undefined;
    const begin = (record: WriteRecord) => (beginning = recorder.begin(record, ...about));
    try {
      const result = await write(begin);
      await beginning;
      if (beginning !== undefined) await recorder.end(outcomesRecord(result), ...about);
      return result;
    } catch (error) {
      if (await hasBegun(beginning)) await recorder.end(failedRecord(error), ...about);
      throw error;
    }
  };
  return {
    tagResource: (request, options, ...about) =>
      recorded(
        (begin) =>
          writes.tagResource(
            { ...request, beforeWriting: (resources) => begin(tagRecord(request, resources)) },
            options,
          ),
        about,
      ),
    untagResource: (request, options, ...about) =>
      recorded(
        (begin) =>
          writes.untagResource(
            { ...request, beforeWriting: (resources) => begin(untagRecord(request, resources)) },
            options,
          ),
        about,
      ),
  };
}

async function hasBegun(beginning: Promise<void> | undefined): Promise<boolean> {
  try {
    await beginning;
    return beginning !== undefined;
  } catch {
    return false;
  }
}
