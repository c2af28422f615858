import type { CallOptions } from "../calls/call-options.ts";
import type { TagResourceRequest, UntagResourceRequest, WriteResult } from "./tag-requests.ts";
import { tagRecord, untagRecord, type NamedRequest, type WriteRecord } from "./write-records.ts";

/** What writes. */
interface Writes {
  tagResource(request: TagResourceRequest, options?: CallOptions): Promise<WriteResult>;
  untagResource(request: UntagResourceRequest, options?: CallOptions): Promise<WriteResult>;
}

/** Writes that are recorded. A dry run is not. `About`: what else the record of a call says. */
export interface RecordedWrites<About extends readonly unknown[] = []> {
  /** As `Crosstag.tagResource`. */
  tagResource(request: NamedRequest<TagResourceRequest>, options: CallOptions, ...about: About): Promise<WriteResult>;
  /** As `Crosstag.untagResource`. */
  untagResource(
    request: NamedRequest<UntagResourceRequest>,
    options: CallOptions,
    ...about: About
  ): Promise<WriteResult>;
}

/**
 * Makes a write that is recorded.
 * @param changesAfter as in `CallOptions`: for a record that is written down while the write reads. Default: nothing waits
 */
export type MakeWrite = (changesAfter?: Promise<unknown>) => Promise<WriteResult>;

/** Returns the same writes with `recorded` around each: it records what was asked for, and then what came of it. */
export function recordWrites<About extends readonly unknown[]>(
  writes: Writes,
  recorded: (record: WriteRecord, write: MakeWrite, ...about: About) => Promise<WriteResult>,
): RecordedWrites<About> {
  return {
    tagResource: (request, options, ...about) => {
      const write: MakeWrite = (changesAfter) => writes.tagResource(request, after(changesAfter, options));
      return request.dryRun === true ? write() : recorded(tagRecord(request), write, ...about);
    },
    untagResource: (request, options, ...about) => {
      const write: MakeWrite = (changesAfter) => writes.untagResource(request, after(changesAfter, options));
      return request.dryRun === true ? write() : recorded(untagRecord(request), write, ...about);
    },
  };
}

function after(changesAfter: Promise<unknown> | undefined, options: CallOptions): CallOptions {
  return changesAfter === undefined ? options : { ...options, changesAfter };
}
