/** The columns of the list of resources. */
export const RESOURCE_HEADINGS = [
  "Resource",
  "Result",
  "Findings and fixes",
  "Team",
  "Provider",
  "Account",
  "Kind",
] as const;

/** A finding, once for all resources that have it: rule, severity, message and fix. */
export type ReportProblem = readonly [
  rule: string,
  severity: "error" | "warning" | "info",
  message: string,
  fix?: string,
  /** The value of the tag, if values were asked for. */
  value?: string,
];

/** The address of pages that differ in the end of the reference only. */
export type ReportPage = readonly [beginning: string, rest: number];

/** What only some resources have. */
export interface ReportExtra {
  /** Its aliases and its description. */
  readonly about?: string;
  /** Why it could not be read. */
  readonly error?: string;
  /** The position of the address of its page in the console, in the shared list. */
  readonly page?: number;
}

/**
 * A resource in the page. Findings and waivers are positions in the shared lists; lists at the end of the row that are
 * empty are left out.
 */
export type ReportRow = readonly [
  reference: string,
  provider: string,
  account: string,
  kind: string,
  team: string,
  result: number,
  /** 0: nothing. */
  extra: ReportExtra | 0,
  newFindings?: readonly number[],
  knownFindings?: readonly number[],
  waivedFindings?: readonly (readonly [problem: number, waiver: number])[],
];

/** Texts that many rows of the page share. */
export interface SharedReportData {
  readonly problems: readonly ReportProblem[];
  /** One sentence for each waiver. */
  readonly waivers: readonly string[];
  /** Addresses of pages in consoles: the beginning, and how many characters of the end of the reference follow. */
  readonly pages: readonly ReportPage[];
  /** Codes of results with their titles. */
  readonly results: readonly (readonly [code: string, title: string])[];
  /** What is known of accounts beside their ids; an empty text is not known. */
  readonly accounts: readonly (readonly [providerAndAccount: string, name: string, unit: string])[];
  /** The name of the group of teams, accounts and units that are not counted by name. */
  readonly others: string;
  /** The unit of accounts whose units are not known. */
  readonly noName: string;
}
