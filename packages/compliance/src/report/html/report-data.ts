/** A finding, once for all resources that have it: rule, severity, message and fix. */
export type ReportProblem = readonly [
  rule: string,
  severity: "error" | "warning" | "info",
  message: string,
  fix?: string,
];

/**
 * A resource in the page. Findings and waivers are positions in the shared lists; lists at the end of the row that are
 * empty are left out.
 */
export type ReportRow = readonly [
  reference: string,
  cloud: string,
  account: string,
  kind: string,
  team: string,
  result: number,
  newFindings?: readonly number[],
  knownFindings?: readonly number[],
  waivedFindings?: readonly (readonly [problem: number, waiver: number])[],
  error?: string,
];

/** Texts that many rows of the page share. */
export interface SharedReportData {
  readonly problems: readonly ReportProblem[];
  /** One sentence for each waiver. */
  readonly waivers: readonly string[];
  /** Codes of results with their titles. */
  readonly results: readonly (readonly [code: string, title: string])[];
  /** The name of the group of teams and accounts that are not counted by name. */
  readonly others: string;
}
