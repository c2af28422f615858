import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Target } from "../reads/place-resources.ts";

/** What has become of one resource so far. */
export interface Progress {
  readonly target: Target;
  attempts: number;
  readonly requestIds: string[];
  readonly appliedKeys: string[];
  /** An attempt at the change under way may have been applied. */
  uncertain: boolean;
  /** … and the cloud never said anything about it that could be read. */
  unanswered: boolean;
  failure?: {
    readonly status: "failed" | "unknown";
    readonly error: CrosstagError;
    /** Nothing was sent for it: the request had ended, or calls to the driver had been stopped. */
    readonly notMade?: true;
    /** It concerns the whole account, so that describing the resource explains nothing. */
    readonly wide?: true;
  };
  /** The tags were so already when they were read for the write. */
  isNeedless?: true;
  /** Keys of other tags that another program has changed at the same time. */
  otherChanges?: readonly string[];
  /** The tags could not be read back although that is needed. */
  notReadBack?: true;
}
