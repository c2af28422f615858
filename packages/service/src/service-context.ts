import type { OpenedCrosstag } from "@crosstag/clouds";

/** What every handler works with. */
export interface ServiceContext {
  /** The clouds, opened once for the process, so that all callers share the quotas. */
  readonly crosstag: OpenedCrosstag;
  /** The folder for plans, runs, decisions and evidence; for the service's user only. */
  readonly stateFolder: string;
  /** The present. */
  readonly now: () => Date;
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number;
}
