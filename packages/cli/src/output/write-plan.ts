import { type Plan, type PlanWarning } from "@crosstag/core";
import { jsonText } from "@crosstag/core/internal";
import { describeChange } from "./describe-change.ts";
import { describePlanCosts, describePlanSummary } from "./describe-plan-summary.ts";
import type { Messages } from "./messages.ts";
import type { Output } from "./output.ts";
import { describeGroup, ResourceGroups, type ResourceGroup } from "./resource-groups.ts";

/**
 * Shows a plan. Nothing but the plan goes in, so that one from a file reads as it did when it was made; and its entries
 * pass through one by one.
 */
export async function writePlan(
  plan: Plan,
  { output, messages }: { readonly output: Output; readonly messages: Messages },
): Promise<void> {
  if (output.format === "table") {
    await writeForPeople(plan, output);
    return;
  }
  await (output.format === "json" ? writeDocument(plan, output) : writeLines(plan, output));
  const { summary } = plan.header;
  for (const { message, fix } of summary.warnings) messages.warn([message, `  ${fix}`]);
  messages.info(describePlanSummary(summary));
}

async function writeForPeople(plan: Plan, output: Output): Promise<void> {
  const { paint } = output;
  const { summary, digest } = plan.header;
  const skipped = new ResourceGroups();
  const unreadable = new ResourceGroups();
  let begun = false;
  for await (const entry of plan.entries()) {
    if (output.closed) return;
    switch (entry.action) {
      case "change":
        await output.write(asText(describeChange(entry, paint)));
        begun = true;
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
  const sections = [
    ...skipped.all.map((group) => describeGroup(group, (text) => paint("yellow", text))),
    ...unreadable.all.map((group) => describeGroup(group, (text) => paint("red", text))),
    ...summary.warnings.map((warning) => describeGroup(groupOf(warning), (text) => paint("yellow", text))),
    [
      paint("bold", describePlanSummary(summary)),
      ...describePlanCosts(summary.costs),
      ...(summary.changes > 0 ? [`Digest: ${digest}`] : []),
    ],
  ];
  for (const lines of sections) {
    await output.write(begun ? `\n${asText(lines)}` : asText(lines));
    begun = true;
  }
}

function groupOf({ rule, message, fix, resources, examples }: PlanWarning): ResourceGroup {
  return { heading: `Warning, ${rule}`, resources, parts: [{ notes: [message, fix], resources, examples }] };
}

function asText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** One document, however long: the header in full, then an entry a line. */
async function writeDocument(plan: Plan, output: Output): Promise<void> {
  const header = jsonText(plan.header, 2).replaceAll("\n", "\n  ");
  await output.write(`{\n  "header": ${header},\n  "entries": [`);
  let separator = "\n";
  for await (const entry of plan.entries()) {
    if (output.closed) return;
    await output.write(`${separator}    ${jsonText(entry)}`);
    separator = ",\n";
  }
  await output.write(separator === "\n" ? "]\n}\n" : "\n  ]\n}\n");
}

async function writeLines(plan: Plan, output: Output): Promise<void> {
  await output.line({ header: plan.header });
  for await (const entry of plan.entries()) {
    if (output.closed) return;
    await output.line(entry);
  }
}
