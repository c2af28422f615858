import type { ExpandOption } from "../../command-options/expand.ts";
import { listRuns, loadRunState, openPlanFile, openRun, verifyRun, type RunFolder } from "@crosstag/core/node";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { writePlan } from "../../output/write-plan.ts";
import { journalOption } from "../../output/write-run.ts";
import { writeRunState } from "../../output/write-run-state.ts";
import { runOnDatabase } from "./run-on-database.ts";
import { writeRuns } from "./write-runs.ts";
import { writeWrites } from "./write-writes.ts";
import { listWrites } from "../../runs/list-writes.ts";
import { evidencePath } from "../../runs/evidence-path.ts";
import { warnOfCutOffDeletions } from "../../runs/warn-of-cut-off-deletions.ts";
import { runsFolder } from "../../runs/runs-folder.ts";
import { parseHash } from "../../input/parse-hash.ts";
import { UsageError } from "../../usage-error.ts";

interface RunsOptions extends ExpandOption {
  readonly journal?: string;
  readonly plan?: boolean;
  readonly expect?: string;
  readonly on?: string;
}

export async function run(invocation: Invocation<RunsOptions>): Promise<ExitCode> {
  const { context, operands, options, output, messages } = invocation;
  const root = runsFolder(options.journal, context);
  const [action, name] = operands;
  const expect = options.expect === undefined ? undefined : parseHash("--expect", options.expect);
  if (expect !== undefined && action !== "verify")
    throw new UsageError(
      "--expect is for `crosstag runs verify`.",
      "Write: crosstag runs verify <run> --expect <hash>",
    );
  if (options.on !== undefined || action === "follow" || action === "cancel")
    return runOnDatabase(invocation, options.on);
  if (action === "writes") {
    if (name !== undefined)
      throw new UsageError(
        "`crosstag runs writes` lists all writes.",
        "To look for one, add --output jsonl and filter it.",
      );
    await writeWrites(await listWrites(context), { output, messages });
    await warnOfCutOffDeletions(() => evidencePath(context), messages);
    return EXIT_CODE.done;
  }
  if (action === undefined || action === "list") {
    if (name !== undefined)
      throw new UsageError("`crosstag runs list` lists all runs.", `To see one of them: crosstag runs show ${name}`);
    await writeRuns(await listRuns(root), root, { output, messages });
    await warnOfCutOffDeletions(() => evidencePath(context), messages);
    return EXIT_CODE.done;
  }
  if (name === undefined)
    throw new UsageError(
      `\`crosstag runs ${action}\` requires a run.`,
      "Add its id, the beginning of its id, or: latest",
    );
  const folder = await openRun(root, name);
  if (action === "show") {
    if (options.plan) {
      await writePlan(await openPlanFile(folder.planPath), { output, messages, options });
      return EXIT_CODE.done;
    }
    const state = await loadRunState(folder.journalPath);
    const named = `${folder.id}${journalOption(options.journal)}`;
    await writeRunState(state, { ...folder, named }, { output, messages });
    return EXIT_CODE.done;
  }
  return verify(invocation, folder, expect);
}

async function verify(
  { output, messages }: Pick<Invocation, "output" | "messages">,
  folder: RunFolder,
  expect: string | undefined,
): Promise<ExitCode> {
  const verified = await verifyRun(folder.folder, expect === undefined ? {} : { expect });
  if (output.format !== "table") await output.json({ run: folder.id, ...verified });
  if (verified.problem !== undefined) {
    messages.error(`Run ${folder.id}: ${verified.problem}`);
    return EXIT_CODE.violations;
  }
  const torn = verified.torn ? " The last line was cut off while it was written; it does not count." : "";
  messages.info(
    `Run ${folder.id}: ${verified.records} records in an unbroken chain; the plan is the one that the journal names.${torn}`,
  );
  messages.info(
    expect === undefined
      ? `Hash of the journal: ${verified.head}. Anyone who can write the file can also rebuild the chain: compare the hash with one that you kept elsewhere (--expect).`
      : `Hash of the journal: ${verified.head}, as expected.`,
  );
  return EXIT_CODE.done;
}
