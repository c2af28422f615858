import type { ApplyPlanRequest, PlanLimits } from "@crosstag/core";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { parseReports, type Report } from "./write-reports.ts";

/** Options of the commands that run a plan, as they were given. */
export interface RunOptions {
  readonly journal?: string;
  readonly maxFailures?: string;
  readonly maxChanges?: number;
  readonly maxAccounts?: number;
  readonly limit?: number;
  readonly canary?: number;
  /** False after `--no-verify`. */
  readonly verify: boolean;
  readonly progress: "auto" | "plain" | "jsonl" | "off";
  readonly report?: readonly string[];
  readonly allowConcurrent?: boolean;
  /** The database whose workers apply the run. Default: this process applies it. */
  readonly on?: string;
}

/** The same, understood. */
export interface RunSettings {
  readonly limits: Pick<ApplyPlanRequest, "limit" | "canary" | "maximumFailures" | "verify"> & PlanLimits;
  readonly reports: readonly Report[];
}

/** @throws UsageError before anything is made or sent */
export function parseRunOptions(options: RunOptions, context: CommandContext): RunSettings {
  const { maxFailures, limit, canary, verify, report = [] } = options;
  const planLimits = parsePlanLimits(options);
  if (options.on !== undefined) refuseLocalOptions(options);
  for (const [name, number] of Object.entries({ limit, canary }))
    if (number === 0)
      throw new UsageError(`--${name} 0 would change nothing.`, `Give a number from 1, or leave out --${name}.`);
  return {
    reports: parseReports(report, context),
    limits: {
      verify,
      ...planLimits,
      ...(limit !== undefined && { limit }),
      ...(canary !== undefined && { canary }),
      ...(maxFailures !== undefined && { maximumFailures: parseMaximumFailures(maxFailures) }),
    },
  };
}

/** @throws UsageError */
export function parsePlanLimits({
  maxChanges,
  maxAccounts,
}: Pick<RunOptions, "maxChanges" | "maxAccounts">): PlanLimits {
  for (const [name, number] of Object.entries({ "max-changes": maxChanges, "max-accounts": maxAccounts }))
    if (number === 0)
      throw new UsageError(`--${name} 0 would refuse every plan.`, `Give a number from 1, or leave out --${name}.`);
  return {
    ...(maxChanges !== undefined && { maximumChanges: maxChanges }),
    ...(maxAccounts !== undefined && { maximumAccounts: maxAccounts }),
  };
}

/** An option that only a run of this process heeds must not be ignored. */
function refuseLocalOptions({ canary }: RunOptions): void {
  if (canary === undefined) return;
  throw new UsageError(
    "--canary cannot be used with --on: no worker sees all of the run.",
    `Apply a part first, and check its result: --limit ${canary}. Then continue: crosstag resume RUN --on URL`,
  );
}

function parseMaximumFailures(text: string): number | `${number}%` {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const percentage = /^\d{1,3}(\.\d+)?%$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (percentage <= 100) return `${percentage}%`;
  throw new UsageError(
    `--max-failures ${text} is neither a number nor a percentage.`,
    "Write --max-failures 10, or --max-failures 5%.",
  );
}
