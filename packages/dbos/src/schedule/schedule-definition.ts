import type { ScheduledAction } from "../results/check-result.ts";

/** Which resources a schedule works on, in the words of the command line. Absent members select everything. */
export interface ScheduleSelection {
  /** Names of configured clouds, or providers. */
  readonly clouds?: readonly string[];
  /** Accounts of entries for many clouds. */
  readonly accounts?: readonly string[];
  /** Accounts that are not selected. */
  readonly notAccounts?: readonly string[];
  /** Organizational units. */
  readonly units?: readonly string[];
  /** Conditions on the tags of accounts: `env=prod`. */
  readonly accountTags?: readonly string[];
  /** The region. */
  readonly region?: string;
  /** Kinds of resources. */
  readonly kinds?: readonly string[];
  /** References of resources. */
  readonly references?: readonly string[];
  /** False: states and managers are not looked up. Default: true. */
  readonly describe?: boolean;
}

/** What an enforcement may do without a question. */
export interface ScheduleEnforcement {
  /** A plan with more changes than this is not applied. */
  readonly maximumChanges: number;
  /** Marks for resources that need manual action: `fix-by=+14d`. */
  readonly marks?: readonly string[];
  /** Marks that are removed from resources that no longer need manual action. */
  readonly unmarks?: readonly string[];
  /** Whether tags that other software depends on are changed. Default: no. */
  readonly changeSoftwareTags?: boolean;
}

/** A schedule, as it is kept in the database. Contains the policy, and never a credential. */
export interface ScheduleDefinition {
  /** Letters, digits, `.`, `_` and `-`, at most 64. */
  readonly name: string;
  /** What is done. */
  readonly action: ScheduledAction;
  /** When: five fields, or six with seconds first. */
  readonly cron: string;
  /** The time zone of the fields, as IANA names it. Default: UTC. */
  readonly timeZone?: string;
  /** Whether ticks that no worker began in time are done later. Default: no. */
  readonly catchUp?: boolean;
  /** How many days checks and closed violations are kept. */
  readonly keepDays: number;
  /** The file that the policy was read from, for messages. */
  readonly policyFile: string;
  /** The text of the policy. */
  readonly policy: string;
  /** The text of the waivers. Default: none. */
  readonly waivers?: string;
  /** Which resources. */
  readonly selection: ScheduleSelection;
  /** Only with the action `enforce`. */
  readonly enforcement?: ScheduleEnforcement;
}

/** Whether a text can be the name of a schedule. */
export function isScheduleName(text: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,63}$/.test(text);
}
