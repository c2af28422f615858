import type { Plan, PlanEntry, PlanSummary, PlanWarning } from "@crosstag/core";
import { jsonText } from "@crosstag/core/internal";
import type { ExpandOption } from "../command-options/expand.ts";
import { ChangeGroups } from "./change-groups.ts";
import type { Painter } from "./color.ts";
import { describeChange } from "./describe-change.ts";
import { describePlanCosts } from "./describe-plan-costs.ts";
import { describePlanSummary } from "./describe-plan-summary.ts";
import type { Messages } from "./messages.ts";
import type { Output } from "./output.ts";
import { printableLine } from "./printable.ts";
import { describeGroup, ResourceGroups, type ResourceGroup } from "./resource-groups.ts";

/** Where a plan is shown. */
export interface PlanView {
  readonly output: Output;
  readonly messages: Messages;
  /** The options of the command. */
  readonly options: ExpandOption;
  /** What the plan comes to, if the command has more to say than the plan knows. Default: `describePlanSummary`. */
  readonly describe?: ((summary: PlanSummary) => string) | undefined;
}

/**
 * Shows a plan. Nothing but the plan goes in, so that one from a file reads as it did when it was made; and its entries
 * pass through one by one.
 */
export async function writePlan(
  plan: Plan,
  { output, messages, options: { expand }, describe = describePlanSummary }: PlanView,
): Promise<void> {
  const { summary } = plan.header;
  const sum = describe(summary);
  if (output.format === "table") {
    await (expand ? writeExpanded(plan, output, sum) : writeGrouped(plan, output, sum));
    return;
  }
  await (output.format === "json" ? output.jsonParts(documentParts(plan, output)) : writeLines(plan, output));
  for (const { message, fix } of summary.warnings) messages.warn([message, `  ${fix}`]);
  messages.info(sum);
}

/** Every entry by itself, in the order of the plan. */
async function writeExpanded(plan: Plan, output: Output, sum: string): Promise<void> {
  const blocks = new ChangeGroups({ output, expand: true });
  for await (const entry of plan.entries()) {
    if (output.closed) return;
    await blocks.add(printableLine(entry.reference), describeEntry(entry, output.paint));
  }
  const sections = warningSections(plan, output);
  await writeEnd(plan, output, { sections, sum, begun: blocks.begun, shortened: false, expand: true });
}

/** Entries of which the same is to be said together. */
async function writeGrouped(plan: Plan, output: Output, sum: string): Promise<void> {
  const { paint } = output;
  const changes = new ChangeGroups({ output });
  const skipped = new ResourceGroups();
  const unreadable = new ResourceGroups();
  for await (const entry of plan.entries()) {
    if (output.closed) return;
    switch (entry.action) {
      case "change":
        await changes.add(printableLine(entry.reference), describeChange(entry, paint));
        break;
      case "skip":
        skipped.add(`Skipped, ${entry.reason}`, [entry.detail], entry.reference);
        break;
      case "unreadable": {
        const { code, message, hint } = entry.error;
        unreadable.add(`Unreadable, ${code}`, hint === undefined ? [message] : [message, hint], entry.reference);
        break;
      }
    }
  }
  await changes.end();
  const sections = [
    ...skipped.all.map((group) => describeGroup(group, (text) => paint("yellow", text))),
    ...unreadable.all.map((group) => describeGroup(group, (text) => paint("red", text))),
    ...warningSections(plan, output),
  ];
  const shortened = changes.shortened || skipped.shortened || unreadable.shortened;
  await writeEnd(plan, output, { sections, sum, begun: changes.begun, shortened });
}

function describeEntry(entry: PlanEntry, paint: Painter): readonly string[] {
  switch (entry.action) {
    case "change":
      return describeChange(entry, paint);
    case "skip":
      return [`  ${paint("yellow", `Skipped, ${entry.reason}`)}: ${printableLine(entry.detail)}`];
    case "unreadable": {
      const { code, message, hint } = entry.error;
      return [
        `  ${paint("red", `Unreadable, ${code}`)}: ${printableLine(message)}`,
        ...(hint === undefined ? [] : [`  ${printableLine(hint)}`]),
      ];
    }
  }
}

function warningSections({ header }: Plan, { paint }: Output): readonly (readonly string[])[] {
  return header.summary.warnings.map((warning) => describeGroup(groupOf(warning), (text) => paint("yellow", text)));
}

interface PlanEnd {
  /** Blocks of lines that come before the sum of the plan. */
  readonly sections: readonly (readonly string[])[];
  /** What the plan comes to. */
  readonly sum: string;
  /** Whether something was written already. */
  readonly begun: boolean;
  /** Whether resources were counted instead of named. */
  readonly shortened: boolean;
  /** Whether everything is listed. */
  readonly expand?: boolean;
}

/** What follows the changes. */
async function writeEnd(
  { header: { summary, digest } }: Plan,
  output: Output,
  { sections, sum, begun, shortened, expand }: PlanEnd,
): Promise<void> {
  const end = [
    output.paint("bold", sum),
    ...describePlanCosts(summary.costs, { expand }),
    ...(summary.changes > 0 ? [`Digest: ${digest}`] : []),
    ...(shortened ? ["To list every resource, add --expand."] : []),
  ];
  const texts = [...sections, end].map((lines) => lines.map((line) => `${line}\n`).join(""));
  for (const [index, text] of texts.entries()) await output.write(begun || index > 0 ? `\n${text}` : text);
}

function groupOf({ rule, message, fix, resources, examples }: PlanWarning): ResourceGroup {
  return { heading: `Warning, ${rule}`, resources, parts: [{ notes: [message, fix], resources, examples }] };
}

/** One document, however long: the header in full, then an entry a line. */
async function* documentParts(plan: Plan, output: Output): AsyncGenerator<string, void, undefined> {
  const header = jsonText(plan.header, 2).replaceAll("\n", "\n  ");
  yield `{\n  "header": ${header},\n  "entries": [`;
  let separator = "\n";
  for await (const entry of plan.entries()) {
    if (output.closed) return;
    yield `${separator}    ${jsonText(entry)}`;
    separator = ",\n";
  }
  yield separator === "\n" ? "]\n}\n" : "\n  ]\n}\n";
}

async function writeLines(plan: Plan, output: Output): Promise<void> {
  await output.line({ header: plan.header });
  for await (const entry of plan.entries()) {
    if (output.closed) return;
    await output.line(entry);
  }
}
