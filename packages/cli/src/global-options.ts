import type { OptionDefinition } from "./command-syntax.ts";

const OUTPUT_FORMATS = ["table", "wide", "json", "jsonl", "yaml", "csv"] as const;
/** A value of `--output`. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly config?: string;
  readonly cloud?: readonly string[];
  readonly account?: readonly string[];
  readonly notAccount?: readonly string[];
  readonly ou?: readonly string[];
  readonly accountTag?: readonly string[];
  readonly region?: string;
  /** Also set for every command that changes resources. */
  readonly refreshClouds?: boolean;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly caBundle?: string;
  readonly timeout?: number;
  readonly output: OutputFormat;
  /** A JMESPath expression for the document of `json` and `yaml`. */
  readonly query?: string;
  readonly dryRun?: boolean;
  /** False after `--no-shared-quotas`. */
  readonly sharedQuotas: boolean;
  /** False after `--no-input`. */
  readonly input: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** False after `--no-color`. */
  readonly color: boolean;
}

export const GLOBAL_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "--config <file>",
    description: "configuration file (default: crosstag.yaml here or in a directory above)",
    completes: "file",
  },
  {
    flags: "--cloud <names>",
    description:
      "only these clouds: names of configured clouds, or providers (every cloud of a provider); of an entry for many clouds also NAME/ACCOUNT and NAME/ACCOUNT/REGION, with commas, * and ?",
    list: true,
    completes: "cloud",
  },
  {
    flags: "--account <accounts>",
    description: "only these accounts: ids or names, with commas, * and ?; a comma in a name: 'Acme\\, Inc'",
    list: true,
  },
  {
    flags: "--not-account <accounts>",
    description: "not these accounts: ids or names, with commas, * and ?; a comma in a name: 'Acme\\, Inc'",
    list: true,
  },
  {
    flags: "--ou <units>",
    description:
      "only accounts in these organizational units: ids, or paths such as /Workloads/Production, with commas",
    list: true,
  },
  {
    flags: "--account-tag <condition>",
    description:
      "only accounts with this tag in their organization: env, env=prod, env=pr*, env!=test; some clouds need one more call for each account; repeatable",
    repeatable: true,
  },
  {
    flags: "--region <region>",
    description:
      "region, if one cloud is selected; of an entry for many clouds only these regions, with commas, * and ?",
  },
  {
    flags: "--refresh-clouds",
    description:
      "ask for the accounts and regions of organizations again; commands that only read use what was learned within an hour",
  },
  { flags: "--profile <name>", description: "profile in the cloud's own configuration files" },
  { flags: "--endpoint <url>", description: "another endpoint, for local clouds and compatible services" },
  {
    flags: "--ca-bundle <file>",
    description: "PEM file with the certificate authorities to trust, instead of Node's own",
    completes: "file",
  },
  { flags: "--timeout <seconds>", description: "time limit for one call (default: 15)", integer: true },
  {
    flags: "-o, --output <format>",
    description: "format of the data on standard output; wide and csv: commands that list resources or outcomes",
    choices: OUTPUT_FORMATS,
    default: "table",
  },
  {
    flags: "--query <expression>",
    description: "only this part of the JSON or YAML output, in JMESPath: 'resources[].reference'",
  },
  { flags: "--dry-run", description: "check and read, but change nothing" },
  {
    flags: "--no-shared-quotas",
    description: "pace this process alone, and do not share quotas with this user's other crosstag processes",
  },
  { flags: "--no-input", description: "never prompt; refuse instead" },
  { flags: "--quiet", description: "no messages except errors" },
  { flags: "--verbose", description: "also show which calls are made" },
  { flags: "--no-color", description: "no colors (also: NO_COLOR; FORCE_COLOR for the opposite)" },
];
