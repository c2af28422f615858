import type { ScheduleDefinition, ScheduleEnforcement } from "@crosstag/dbos";
import { policyNeeds } from "@crosstag/compliance";
import { POLICY_FILE } from "../../compliance/policy-file.ts";
import { parseMarks } from "../../compliance/parse-marks.ts";
import { parsePolicyText, parseWaiversText, readPolicyText } from "../../compliance/read-policy.ts";
import { warnOfUnknownRules } from "../../compliance/warn-of-unknown-rules.ts";
import { selectionOfFlags } from "../../configuration/selecting-flags.ts";
import { readResources } from "../../input/read-resources.ts";
import { readText } from "../../input/read-text.ts";
import { standardInputOnce } from "../../input/standard-input-once.ts";
import type { Invocation } from "../../invocation.ts";
import { UsageError } from "../../usage-error.ts";
import type { ScheduleOptions } from "./schedule-options.ts";

/** How long results are kept if nothing else is asked for: a year, and the month after it. */
const KEEP_DAYS = 400;

/** Settings of a worker: in the database they would be credentials, or paths of another machine. */
const OF_WORKERS = ["profile", "endpoint", "caBundle", "timeout"] as const;

/**
 * Reads and checks everything that a schedule is made of.
 * @throws UsageError for what was typed; CrosstagError `configuration` for the policy and the waivers
 */
export async function readDefinition(invocation: Invocation<ScheduleOptions>): Promise<ScheduleDefinition> {
  const { context, operands, options } = invocation;
  const [, name, work] = operands;
  const { cron, timeZone, catchUp, keep = KEEP_DAYS } = options;
  if (name === undefined || (work !== "check" && work !== "enforce") || cron === undefined)
    throw new UsageError(
      "A schedule requires a name, what is done, and when.",
      "Write: crosstag schedule add NAME check --cron '0 6 * * *' --policy policy.yaml",
    );
  refuseWorkerSettings(invocation);
  refuseSeconds(cron);
  if (keep === 0) throw new UsageError("--keep must be at least 1 day.");
  const enforcement = readEnforcement(work, options, context.now());
  return {
    name,
    action: work,
    cron,
    ...(timeZone !== undefined && { timeZone }),
    ...(catchUp !== undefined && { catchUp }),
    keepDays: keep,
    ...(await readTexts(invocation)),
    selection: await readSelection(invocation),
    ...(enforcement !== undefined && { enforcement }),
  };
}

/** The engine takes six fields, with seconds first: a check every second is never meant. */
function refuseSeconds(cron: string): void {
  if (cron.trim().split(/\s+/).length === 6)
    throw new UsageError(
      "--cron has six fields; it takes five.",
      "Write minute, hour, day of month, month and day of week: '0 6 * * 1-5'",
    );
}

function refuseWorkerSettings({ globals }: Pick<Invocation, "globals">): void {
  const given = OF_WORKERS.find((option) => globals[option] !== undefined);
  if (given !== undefined)
    throw new UsageError(
      `--${given === "caBundle" ? "ca-bundle" : given} is not part of a schedule.`,
      "Workers use their own configuration and credentials. Write it in their crosstag.yaml.",
    );
}

/** The policy and the waivers, which must be valid now: a tick would report it too late. */
async function readTexts(
  invocation: Invocation<ScheduleOptions>,
): Promise<Pick<ScheduleDefinition, "policyFile" | "policy" | "waivers">> {
  const { context, options, messages } = invocation;
  const { policy: policyFile = POLICY_FILE, waivers: waiversFile } = options;
  standardInputOnce([policyFile, waiversFile, options.resources]);
  const policy = await readPolicyText(policyFile, context);
  const parsed = await parsePolicyText(policy, policyFile, invocation);
  const waivers = waiversFile === undefined ? undefined : await readText(waiversFile, context);
  const compiled =
    waivers === undefined ? undefined : await parseWaiversText(waivers, waiversFile ?? "waivers", invocation);
  if (compiled !== undefined) warnOfUnknownRules(parsed, compiled, messages);
  if (policyNeeds(parsed, compiled).facts && !options.describe)
    throw new UsageError("The policy selects by state or other facts; omit --no-describe.");
  return { policyFile, policy, ...(waivers !== undefined && { waivers }) };
}

/** Nothing is changed without a person who has agreed to it, and to how much. */
function readEnforcement(work: string, options: ScheduleOptions, now: Date): ScheduleEnforcement | undefined {
  const { yes, maxChanges, mark: marks, unmark: unmarks, changeSoftwareTags } = options;
  if (work === "check") {
    const given = [yes, maxChanges, marks, unmarks, changeSoftwareTags].some((option) => option !== undefined);
    if (!given) return undefined;
    throw new UsageError(
      "A check changes nothing: --yes, --max-changes, --mark, --unmark and --change-software-tags are for enforce.",
      "Remove them, or write enforce instead of check.",
    );
  }
  if (yes !== true || maxChanges === undefined || maxChanges === 0)
    throw new UsageError(
      "A scheduled enforcement changes tags without a question, and tags decide who can use a key.",
      "Add --yes, and --max-changes with the number of resources that one run may change.",
    );
  parseMarks(marks ?? [], now);
  return {
    maximumChanges: maxChanges,
    ...(marks !== undefined && { marks }),
    ...(unmarks !== undefined && { unmarks }),
    ...(changeSoftwareTags !== undefined && { changeSoftwareTags }),
  };
}

async function readSelection({
  context,
  globals,
  options,
}: Invocation<ScheduleOptions>): Promise<ScheduleDefinition["selection"]> {
  const { region } = globals;
  const { kind: kinds, resources, describe } = options;
  const references = resources === undefined ? undefined : await readResources([], resources, context);
  if (references?.length === 0) throw new UsageError(`The file ${JSON.stringify(resources)} names no resource.`);
  return {
    ...selectionOfFlags(globals),
    ...(region !== undefined && { region }),
    ...(kinds !== undefined && { kinds }),
    ...(references !== undefined && { references }),
    describe,
  };
}
