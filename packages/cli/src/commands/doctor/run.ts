import { emptySelection } from "@crosstag/clouds";
import { resolveConfiguration } from "../../configuration/resolve-configuration.ts";
import { warnOfSettings } from "../../configuration/warn-of-settings.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { throwOpening } from "../../open-crosstag.ts";
import { describeCount } from "../../output/describe-count.ts";
import { describeNumber } from "../../output/describe-number.ts";
import { describeUnmatched } from "../../output/describe-unmatched.ts";
import { showResult } from "../../output/show-result.ts";
import { writeTable, type TableCell } from "../../output/table.ts";
import type { Check } from "./check.ts";
import { checkCloud } from "./check-cloud.ts";

/** Reads only. A cloud that cannot be used never hides the others. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { context, output, messages } = invocation;
  const { configuration, registry, selection, singles } = await resolveConfiguration(invocation);
  warnOfSettings(configuration, invocation);
  const { environment, signal } = context;
  const ofClouds = await Promise.all(
    Object.entries(configuration.clouds).map(([name, cloud]) =>
      checkCloud(name, cloud, { registry, selection, environment, signal }),
    ),
  );
  const checks = ofClouds.flatMap((checked) => checked.checks);
  const fleets = ofClouds.flatMap((checked) => checked.fleets);
  if (checks.length === 0) throwOpening(emptySelection(fleets, selection), invocation);
  for (const sentence of describeUnmatched(fleets, singles)) messages.warn(sentence);
  const problems = checks.filter(({ result }) => result === "problem").length;
  await showResult(output, {
    table: () => writeTable(output, ["CLOUD", "CHECK", "RESULT", "DETAIL"], checks.map(rowOf), [widestName(checks)]),
    document: () => ({ checks }),
    records: () => checks,
  });
  messages.info(
    problems === 0
      ? describeUsable(checks, ofClouds.filter((checked) => checked.checks.length > 0).length)
      : `${describeCount(problems, "problem")}. Nothing was changed.`,
  );
  return problems === 0 ? EXIT_CODE.done : EXIT_CODE.someFailed;
}

/** An entry for many clouds is checked by its first one. */
function describeUsable(checks: readonly Check[], entries: number): string {
  if (!checks.some(({ check }) => check === "accounts")) return `${describeCount(entries, "cloud")} can be used.`;
  return `No problem was found in ${describeNumber(entries)} ${entries === 1 ? "entry" : "entries"}. Of an entry for many clouds, only the first cloud was checked. To check the role of each account: crosstag clouds --check`;
}

/** The width of the names of clouds: what a person copies into --cloud. */
function widestName(checks: readonly Check[]): number {
  return checks.reduce((widest, { cloud }) => Math.max(widest, cloud.length), 0);
}

function rowOf({ cloud, check, result, detail, fix, providerCode }: Check): readonly TableCell[] {
  const found = providerCode === undefined ? detail : `${detail} [${providerCode}]`;
  return [
    cloud,
    check,
    result === "problem" ? { text: result, style: "red" } : result,
    fix === undefined ? found : [found, fix],
  ];
}
