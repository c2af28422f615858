import {
  CheckTally,
  compilePolicy,
  failsAt,
  parseJsonReport,
  recordOf,
  writeJsonReport,
  type CheckOptions,
  type CheckSummary,
  type FleetCoverage,
  type ParsedReport,
  type ReportInput,
  type UnreadAccount,
  type Severity,
} from "@crosstag/compliance";
import type { ResourceKind } from "@crosstag/core";
import type { CommandContext } from "../../command-context.ts";
import { consolePages } from "../../compliance/console-pages.ts";
import { withResourcesToCheck } from "../../compliance/with-resources-to-check.ts";
import { POLICY_FILE } from "../../compliance/policy-file.ts";
import { readPolicy, readWaivers } from "../../compliance/read-policy.ts";
import { withRecordSpool } from "../../compliance/record-spool.ts";
import { checkReportFiles, parseReportFiles, writeReportFiles } from "./report-files.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { readText } from "../../input/read-text.ts";
import { standardInputOnce } from "../../input/standard-input-once.ts";
import type { Invocation } from "../../invocation.ts";
import { CheckGroups, describeCheck, writeCheckSummary } from "./write-check.ts";
import { UsageError } from "../../usage-error.ts";

interface CheckCommandOptions {
  readonly policy?: string;
  readonly waivers?: string;
  readonly baseline?: string;
  readonly trend?: readonly string[];
  readonly report?: readonly string[];
  readonly failOn: Severity | "never";
  readonly kind?: readonly ResourceKind[];
  readonly resources?: string;
  readonly inventory?: string;
  readonly describe: boolean;
  readonly showValues?: boolean;
}

export async function run(invocation: Invocation<CheckCommandOptions>): Promise<ExitCode> {
  const { context, options, output, messages } = invocation;
  const policyFile = options.policy ?? POLICY_FILE;
  const { waivers: waiversFile, baseline: baselineFile, trend = [], inventory, resources: list } = options;
  standardInputOnce([policyFile, waiversFile, baselineFile, ...trend, inventory, list]);
  const files = parseReportFiles(options.report ?? [], context);
  const policy = await readPolicy(policyFile, invocation);
  const waivers = await readWaivers(options.waivers, invocation);
  const baseline = await readReport(options.baseline, context);
  const earlier = await Promise.all(trend.map(async (file) => (await readReport(file, context))?.summary));
  await checkReportFiles(files);
  const compiled = compilePolicy(policy, { now: context.now() });
  const checking = checkingOf(waivers, baseline, options);
  const spooled = files.length > 0 || output.format === "json";
  return withRecordSpool(async (spool) => {
    const tally = new CheckTally(policy, waivers);
    const groups = new CheckGroups();
    const incomplete: string[] = [];
    let fleets: readonly FleetCoverage[] = [];
    let unread: readonly UnreadAccount[] = [];
    let consolePageOf: ReportInput["consolePageOf"];
    await withResourcesToCheck(invocation, { policy, waivers, aliases: true }, async (resources, live) => {
      for await (const one of resources) {
        const record = recordOf(compiled, one, checking);
        tally.add(record);
        if (spooled) await spool.add(record);
        if (output.format === "table") groups.add(record);
        if (output.format === "jsonl") await output.line({ type: "resource", ...record });
      }
      if (live === undefined) return;
      consolePageOf = consolePages([...live.crosstag.drivers.values()]);
      incomplete.push(...live.unlisted.sentences(live.crosstag));
      live.unlisted.tellProblems(live.crosstag, messages);
      fleets = live.unlisted.coverage(live.crosstag);
      unread = live.unlisted.accounts(live.crosstag);
    });
    // An incomplete check must not look like a complete one.
    context.signal.throwIfAborted();
    const counted = tally.summary(context.now(), policyFile);
    const summary = { ...counted, fleets, incomplete, warnings: [...incomplete, ...counted.warnings] };
    const input = (): ReportInput => ({
      summary,
      records: spool.records(),
      failOn: options.failOn === "never" ? "error" : options.failOn,
      policyFile,
      compared: baseline !== undefined,
      unread,
      earlier: earlier.filter((point) => point !== undefined),
      ...(consolePageOf !== undefined && { consolePageOf }),
    });
    await writeReportFiles(files, input, context.signal);
    if (output.format === "json") await output.jsonParts(writeJsonReport(input()));
    if (output.format === "jsonl") await output.line({ type: "summary", ...summary });
    if (output.format === "table") {
      await groups.write(output);
      await writeCheckSummary({ ...counted, fleets }, output);
    }
    reportSummary({ ...counted, fleets }, invocation);
    return incomplete.length > 0 ? EXIT_CODE.someFailed : exitCodeOf(summary, options.failOn);
  });
}

function checkingOf(
  waivers: CheckOptions["waivers"],
  baseline: ParsedReport | undefined,
  { showValues = false }: CheckCommandOptions,
): CheckOptions {
  return {
    ...(waivers !== undefined && { waivers }),
    ...(baseline !== undefined && { baseline: baseline.fingerprints }),
    showValues,
  };
}

function reportSummary(summary: CheckSummary, { messages, options, output }: Invocation<CheckCommandOptions>): void {
  messages.info(describeCheck(summary));
  if (summary.resources === 0) messages.warn("No resource was checked.");
  if (output.format !== "table") for (const warning of summary.warnings) messages.warn(warning);
  for (const { id, state } of summary.waivers)
    if (state === "unused") messages.info(`The waiver ${JSON.stringify(id)} no longer covers any finding; remove it.`);
  if (summary.results.violating > 0) messages.info("To plan automatic fixes, if the policy has any: crosstag enforce");
  for (const file of options.report ?? []) messages.info(`Written: ${file.slice(file.indexOf("=") + 1)}`);
  for (const { text } of summary.fleets) messages.info(text);
}

/** An incomplete check comes before violations. */
function exitCodeOf(summary: CheckSummary, failOn: Severity | "never"): ExitCode {
  if (summary.results.error > 0) return EXIT_CODE.someFailed;
  return failOn !== "never" && failsAt(summary, failOn) ? EXIT_CODE.violations : EXIT_CODE.done;
}

async function readReport(file: string | undefined, context: CommandContext): Promise<ParsedReport | undefined> {
  if (file === undefined) return undefined;
  const text = await readText(file, context);
  try {
    return parseJsonReport(text);
  } catch (error) {
    throw new UsageError(`${JSON.stringify(file)} ${error instanceof Error ? error.message : String(error)}.`);
  }
}
