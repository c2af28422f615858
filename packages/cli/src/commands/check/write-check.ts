import { printableLine } from "../../output/printable.ts";
import { coverageOf, percent, type CheckRecord, type CheckSummary, type GroupSummary } from "@crosstag/compliance";
import { describeCount } from "../../output/describe-count.ts";
import { describeNumber } from "../../output/describe-number.ts";
import type { Output } from "../../output/output.ts";
import { describeGroup, ResourceGroups } from "../../output/resource-groups.ts";
import { writeTable } from "../../output/table.ts";

/** Groups the findings of a check for output. */
export class CheckGroups {
  /** The most severe first. */
  readonly #open = { error: new ResourceGroups(), warning: new ResourceGroups(), info: new ResourceGroups() };
  readonly #suppressed = new ResourceGroups();
  readonly #unread = new ResourceGroups();

  add({ reference, findings, suppressed, error }: CheckRecord): void {
    if (error !== undefined) this.#unread.add(`Could not be read, ${error.code}`, [error.message], reference);
    for (const { rule, severity, message, fix, known, value } of findings)
      this.#open[severity].add(
        `${severity}, ${rule}${known ? ", in the baseline" : ""}`,
        [message, ...valueNote(value), fix],
        reference,
      );
    for (const { rule, message, waiver, value } of suppressed)
      this.#suppressed.add(
        `Waived, ${rule}, by ${waiver.owner} through ${waiver.expires}`,
        [message, ...valueNote(value)],
        reference,
      );
  }

  async write(output: Output): Promise<void> {
    const { paint } = output;
    const groups = [
      ...Object.values(this.#open)
        .flatMap(({ all }) => all)
        .map((group) => describeGroup(group, (text) => paint("red", text))),
      ...this.#suppressed.all.map((group) => describeGroup(group, (text) => paint("yellow", text))),
      ...this.#unread.all.map((group) => describeGroup(group, (text) => paint("red", text))),
    ];
    for (const lines of groups) await output.write(`${lines.join("\n")}\n\n`);
  }
}

/** The value of the tag, if values were asked for. */
function valueNote(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`Value: ${JSON.stringify(value)}`];
}

/** More accounts or units in a table do not help: reports have all of them. */
const MOST_GROUPS = 20;

/** The totals by cloud; with entries for many clouds also by account and organizational unit. */
export async function writeCheckSummary(summary: CheckSummary, output: Output): Promise<void> {
  await writeGroups("PROVIDER", summary.providers, output);
  if (summary.fleets.length > 0) await writeWorst("ACCOUNT", summary.accounts, output);
  if (summary.units.length > 0) await writeWorst("UNIT", summary.units, output);
  await writeWarnings(summary.warnings, output);
}

async function writeGroups(heading: string, groups: readonly GroupSummary[], output: Output): Promise<void> {
  await writeTable(
    output,
    [heading, "RESOURCES", "COMPLIANT", "VIOLATING", "WAIVED", "MANAGED", "NOT READ", "COVERAGE"],
    groups.map((group) => {
      const { name, title, resources, results } = group;
      const { compliant, violating, suppressed, error } = results;
      const counts = [resources, compliant, violating, suppressed, results["not-applicable"], error];
      const coverage = coverageOf(group);
      return [
        title === undefined ? name : `${name} (${title})`,
        ...counts.map(describeNumber),
        coverage === null ? "-" : percent(coverage),
      ];
    }),
  );
}

function toDo({ results: { violating, error } }: GroupSummary): number {
  return violating + error;
}

/** The groups with the most to do. */
async function writeWorst(heading: string, groups: readonly GroupSummary[], output: Output): Promise<void> {
  const worst = groups.toSorted((one, other) => toDo(other) - toDo(one)).slice(0, MOST_GROUPS);
  await output.write("\n");
  await writeGroups(heading, worst, output);
  const more = groups.length - worst.length;
  if (more > 0) await output.write(`and ${describeNumber(more)} more, in reports: --report html=FILE\n`);
}

/** About the policy as a whole. They belong to the result, so --quiet does not suppress them. */
export async function writeWarnings(warnings: readonly string[], output: Output): Promise<void> {
  for (const warning of warnings)
    await output.write(`${output.paint("yellow", "Warning:")} ${printableLine(warning)}\n`);
}

/** One sentence. */
export function describeCheck({ resources, results, findings, known }: CheckSummary): string {
  const { violating, suppressed, error } = results;
  const alreadyKnown = known.error + known.warning + known.info;
  return [
    `${describeCount(resources, "resource")}: ${describeNumber(violating)} violating`,
    `(${describeCount(findings.error, "error")}, ${describeCount(findings.warning, "warning")}, ${describeCount(findings.info, "note")}${alreadyKnown > 0 ? `; ${describeNumber(alreadyKnown)} in the baseline` : ""})`,
    ...(suppressed > 0 ? [`, ${describeNumber(suppressed)} waived`] : []),
    ...(error > 0 ? [`, ${describeNumber(error)} could not be read`] : []),
  ]
    .join(" ")
    .replaceAll(" ,", ",")
    .concat(".");
}
