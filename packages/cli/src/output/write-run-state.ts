import type { OutcomeRecord } from "@crosstag/core";
import type { RunFolder, RunState } from "@crosstag/core/node";
import { describeCount } from "./describe-count.ts";
import { describeEnded } from "./describe-ended.ts";
import { describeNumber } from "./describe-number.ts";
import { describeInPart, describePartial } from "./describe-partial.ts";
import type { Messages } from "./messages.ts";
import type { Output } from "./output.ts";
import { showResult } from "./show-result.ts";
import { printableLine } from "./printable.ts";
import { describeReadAgain, describeStopped } from "./write-run.ts";
import { describeGroup, ResourceGroups } from "./resource-groups.ts";

/**
 * Writes the state of a run from its journal, and the resources that were not simply changed.
 * @param run `named` is the end of commands about it. Default: its id
 */
export async function writeRunState(
  state: RunState,
  { id, folder, named = id }: Pick<RunFolder, "id" | "folder"> & { readonly named?: string },
  { output, messages }: { readonly output: Output; readonly messages: Messages },
): Promise<void> {
  const { start, startedAt, outcomes, notShown, notRead, ends, head } = state;
  await showResult(output, {
    table: async () => {
      await writeForPeople(state, { id, named }, output);
      messages.info(`All records: ${folder}`);
    },
    document: () => ({
      run: id,
      folder,
      startedAt,
      startedBy: start.by,
      plan: start.plan,
      journalHash: head,
      changes: start.changes,
      ended: ends?.ended,
      stopped: ends?.stopped,
      changedInPart: inPart(outcomes),
      outcomes: [...outcomes.values()],
      notShown: [...notShown.keys()],
      notRead: [...notRead.keys()],
    }),
    records: () => outcomes.values(),
  });
}

async function writeForPeople(
  state: RunState,
  { id, named }: { readonly id: string; readonly named: string },
  output: Output,
): Promise<void> {
  const { start, startedAt, ends, head } = state;
  const by = start.by === undefined ? "" : ` by ${printableLine(start.by)}`;
  await output.write(
    `Run ${printableLine(id)}, begun ${startedAt}${by}: ${ends === undefined ? "in progress, or cut off" : describeEnded(ends.ended)}.\n`,
  );
  for (const line of describeStopped(ends?.stopped ?? [])) await output.write(`${line}\n`);
  await output.write(`Plan: ${printableLine(start.plan)}\n`);
  if (head !== undefined) await output.write(`Journal: ${head}\n`);
  await output.write("\n");
  for (const group of groupsOf(state, named).all)
    await output.write(`${describeGroup(group, (text) => output.paint("yellow", text)).join("\n")}\n\n`);
  await output.write(`${output.paint("bold", describeCounts(state))}\n`);
}

function groupsOf({ outcomes, notShown, notRead }: RunState, named: string): ResourceGroups {
  const readAgain = describeReadAgain(named);
  const groups = new ResourceGroups();
  for (const outcome of outcomes.values()) {
    const heading = headingOf(outcome);
    if (heading !== undefined) groups.add(heading, notesOf(outcome), outcome.reference);
  }
  for (const { reference } of notShown.values())
    groups.add("Changed, but not confirmed", [NOT_SHOWN, readAgain], reference);
  for (const { reference, code } of notRead.values())
    groups.add("Changed, but not read back", [code === "canceled" ? CUT_SHORT : UNREAD, readAgain], reference);
  return groups;
}

const NOT_SHOWN = "The tags that were read afterwards do not show the change.";
const UNREAD = "The tags could not be read afterwards.";
const CUT_SHORT = "The cloud confirmed the change, and the run was stopped before it read the tags again.";

function describeCounts({ start, intents, outcomes }: RunState): string {
  const counts = new Map<string, number>();
  for (const { status } of outcomes.values()) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => `${describeNumber(count)} ${status}`);
  // A run that was cut off may or may not have written these.
  const begun = [...intents.keys()].filter((reference) => !outcomes.has(reference)).length;
  if (begun > 0) parts.push(`${describeNumber(begun)} begun`);
  const open = start.changes - outcomes.size - begun;
  if (open > 0) parts.push(`${describeNumber(open)} not begun`);
  return `${describeCount(start.changes, "resource")}: ${parts.join(", ") || "none"}.${describeInPart(inPart(outcomes))}`;
}

function inPart(outcomes: RunState["outcomes"]): number {
  return [...outcomes.values()].filter(({ partial }) => partial !== undefined).length;
}

function headingOf({ status, reason, code, providerCode }: OutcomeRecord): string | undefined {
  if (status === "changed" || status === "unchanged") return undefined;
  if (status === "skipped") return `Skipped, ${reason ?? "for no reason given"}`;
  const name = status === "failed" ? "Failed" : "Unknown";
  return `${name}${code === undefined ? "" : `, ${code}`}${providerCode === undefined ? "" : ` (${providerCode})`}`;
}

function notesOf({ message, hint, partial, status }: OutcomeRecord): readonly string[] {
  return [message, hint, partial && describePartial(partial, status)].filter((note) => note !== undefined);
}
