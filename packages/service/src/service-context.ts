import type { OpenedCrosstag } from "@crosstag/clouds";
import type { Policy } from "@crosstag/compliance";
import type { ServiceState } from "./service-state.ts";

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
  /** Plans, runs and deletions of key material. */
  readonly state: ServiceState;
  /** The policy for requests that bring none. Absent: such requests are refused. */
  readonly defaultPolicy?: Policy | undefined;
}
