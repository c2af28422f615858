import type { DatabaseUrlOption } from "../../command-options/database-url.ts";

/** Options of `crosstag schedule`. */
export interface ScheduleOptions extends DatabaseUrlOption {
  readonly cron?: string;
  readonly timeZone?: string;
  readonly catchUp?: boolean;
  readonly keep?: number;
  readonly replace?: boolean;
  readonly policy?: string;
  readonly waivers?: string;
  readonly kind?: readonly string[];
  readonly resources?: string;
  /** False after `--no-describe`. */
  readonly describe: boolean;
  readonly yes?: boolean;
  readonly maxChanges?: number;
  readonly mark?: readonly string[];
  readonly unmark?: readonly string[];
  readonly changeSoftwareTags?: boolean;
  readonly withResults?: boolean;
  readonly since?: string;
  readonly limit?: number;
}
