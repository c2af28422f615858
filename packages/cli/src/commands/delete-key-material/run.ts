import {
  CrosstagError,
  type DeleteKeyMaterialResult,
  type KeyMaterialInspection,
  type KeyMaterialOutcome,
} from "@crosstag/core";
import { endCutOffDeletions, openEvidenceJournal } from "@crosstag/core/node";
import type { CommandContext } from "../../command-context.ts";
import type { Invocation } from "../../invocation.ts";
import { exitCodeOfOutcomes } from "../../exit-code-of.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { resolvePath } from "../../input/resolve-path.ts";
import { withCrosstag } from "../../open-crosstag.ts";
import { describeCutOffDeletions } from "../../runs/describe-cut-off-deletions.ts";
import { evidencePath } from "../../runs/evidence-path.ts";
import { warnOfCutOffDeletions } from "../../runs/warn-of-cut-off-deletions.ts";
import { describeInspection } from "./describe-inspection.ts";
import { describeError, reportViolations } from "../../output/report-error.ts";
import { writeTable } from "../../output/table.ts";
import { showResult } from "../../output/show-result.ts";

interface DeleteKeyMaterialOptions {
  readonly confirm?: string;
  readonly materialId?: string;
  readonly journal?: string;
  readonly resolveAliases?: boolean;
}

/** The ceremony: look, tell, ask, write down the intent, delete once, look again, write down the outcome. */
export async function run(invocation: Invocation<DeleteKeyMaterialOptions>): Promise<ExitCode> {
  const { context, globals, operands, options, messages } = invocation;
  const [resource = ""] = operands;
  // A missing folder is reported before the user is asked.
  const journalPath = globals.dryRun === true ? undefined : journalPathFor(options, context);
  // It can be a deletion of this key: said before anything is asked.
  if (journalPath === undefined) await warnOfCutOffDeletions(() => journalPathFor(options, context), messages);
  else await reportCutOff(journalPath, invocation);
  return withCrosstag(invocation, [resource], async (crosstag) => {
    const named = { resource, resolveAliases: options.resolveAliases ?? false };
    const inspection = await crosstag.inspectKeyMaterial(named, { signal: context.signal });
    for (const line of describeInspection(inspection, options.materialId)) messages.info(line);
    if (inspection.obstacle !== undefined) throw inspection.obstacle;

    const isDone = inspection.alreadyGone || inspection.scheduledFor !== undefined;
    const changesNothing = isDone || globals.dryRun === true;
    const confirm =
      options.confirm ?? (changesNothing ? inspection.confirmation : await askForConfirmation(inspection, invocation));
    const request = {
      ...named,
      confirm,
      // What was shown here is what may be deleted.
      expected: inspection,
      ...(options.materialId !== undefined && { materialId: options.materialId }),
    };
    if (changesNothing)
      return writeResult(
        await crosstag.deleteKeyMaterial({ ...request, dryRun: true }, { signal: context.signal }),
        invocation,
      );

    const journal = await openEvidenceJournal(journalPath ?? journalPathFor(options, context), context.now);
    try {
      const evidence = (record: object) => journal.append({ operation: "delete-key-material", ...record });
      const result = await crosstag.deleteKeyMaterial({ ...request, evidence }, { signal: context.signal });
      if (result.warnings.length === 0) messages.info(`Evidence: ${journal.path}`);
      return await writeResult(result, invocation);
    } finally {
      await journal.close();
    }
  });
}

/** Says it once: the evidence gets an end for each. */
async function reportCutOff(
  journalPath: string,
  { context, messages }: Pick<Invocation, "context" | "messages">,
): Promise<void> {
  const cutOff = await endCutOffDeletions(journalPath, context.now);
  if (cutOff.length > 0) messages.warn(describeCutOffDeletions(cutOff));
}

async function askForConfirmation(
  { confirmation, reference, effect }: KeyMaterialInspection,
  { context, globals }: Pick<Invocation, "context" | "globals">,
): Promise<string> {
  if (context.ask === undefined || !globals.input) {
    throw new CrosstagError({
      code: "confirmation-required",
      operation: "deleteKeyMaterial",
      reference,
      message: `Deleting key material ${effect === "immediate" ? "cannot be undone and " : ""}must be confirmed. Cannot ask for confirmation: ${globals.input ? "not a terminal" : "--no-input is set"}. Nothing was changed.`,
      hint: `Add: --confirm ${confirmation}`,
    });
  }
  const answer = await context.ask(`To delete the material, type the id of the key (${confirmation}):`);
  if (answer !== undefined) return answer.trim();
  throw new CrosstagError({
    code: "confirmation-required",
    operation: "deleteKeyMaterial",
    reference,
    message: "The deletion was not confirmed. Nothing was changed.",
  });
}

function journalPathFor({ journal }: DeleteKeyMaterialOptions, context: CommandContext): string {
  if (journal !== undefined) return resolvePath(journal, context);
  return evidencePath(context);
}

function detailOf(outcome: KeyMaterialOutcome): string {
  if (outcome.status === "skipped") return outcome.reason;
  if (outcome.status === "scheduled") return `deleted on ${new Date(outcome.scheduledFor).toISOString()}`;
  return "error" in outcome ? describeError(outcome.error) : "";
}

async function writeResult(
  result: DeleteKeyMaterialResult,
  { context, output, messages }: Pick<Invocation, "context" | "output" | "messages">,
): Promise<ExitCode> {
  const { outcome, before, after, materialId, warnings } = result;
  const row = [
    outcome.status,
    outcome.reference,
    materialId ?? "-",
    before.stateAsGiven,
    after?.stateAsGiven ?? "-",
    detailOf(outcome),
  ];
  await showResult(output, {
    table: () => writeTable(output, ["OUTCOME", "KEY", "MATERIAL", "STATE BEFORE", "STATE AFTER", "DETAIL"], [row]),
    document: () => result,
  });
  reportViolations(warnings, messages);
  if (outcome.status === "unknown")
    messages.error(
      "The material may or may not have been deleted. Check the key before you do anything else, and do not simply repeat the command.",
    );
  // Without its evidence the work is not all done, whatever became of the key.
  if (warnings.some(({ rule }) => rule === "crosstag.evidence-incomplete")) return EXIT_CODE.error;
  return exitCodeOfOutcomes([outcome], context.signal);
}
