import type { ListedSharedRun } from "@crosstag/dbos";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { describeEnded } from "../../output/describe-ended.ts";
import { describeNumber } from "../../output/describe-number.ts";
import { showResult } from "../../output/show-result.ts";
import { writeTable } from "../../output/table.ts";
import { refuseDryRun } from "../../refuse-dry-run.ts";
import { followRun, type FollowOptions } from "../../shared-runs/follow-run.ts";
import { checkTypedDatabase } from "../../shared-runs/check-typed-database.ts";
import { withRuns } from "../../shared-runs/with-runs.ts";
import { UsageError } from "../../usage-error.ts";

/** Lists, follows or stops runs of a database. */
export async function runOnDatabase(
  invocation: Invocation<FollowOptions>,
  databaseUrl: string | undefined,
): Promise<ExitCode> {
  const { globals, operands, messages } = invocation;
  const [action = "list", name] = operands;
  if (databaseUrl === undefined)
    throw new UsageError(
      `\`crosstag runs ${action}\` requires the database of the workers.`,
      "Add --on postgres://USER@HOST:5432/NAME",
    );
  checkTypedDatabase("--on", databaseUrl, messages);
  if (action === "list") return withRuns(databaseUrl, async (runs) => writeSharedRuns(invocation, await runs.list()));
  if (action !== "follow" && action !== "cancel")
    throw new UsageError(
      `--on cannot be used with \`crosstag runs ${action}\`, which reads the runs of this machine.`,
      "Run `crosstag runs follow RUN --on URL` first: it keeps the run on this machine when it has ended.",
    );
  if (action === "cancel") refuseDryRun(globals, "runs cancel");
  if (name === undefined)
    throw new UsageError(
      `\`crosstag runs ${action}\` requires a run.`,
      "Add its id, the beginning of its id, or: latest",
    );
  return withRuns(databaseUrl, async (runs) => {
    const { id } = await runs.status(name);
    if (action === "follow") return followRun(invocation, runs, { run: id, databaseUrl });
    messages.info(
      (await runs.cancel(id))
        ? `Run ${id} stops: calls that are under way end first.`
        : `Run ${id} has ended already: nothing was stopped.`,
    );
    return EXIT_CODE.done;
  });
}

async function writeSharedRuns(
  { output, messages }: Pick<Invocation, "output" | "messages">,
  runs: readonly ListedSharedRun[],
): Promise<ExitCode> {
  await showResult(output, {
    table: async () => {
      if (runs.length > 0) await writeTable(output, ["RUN", "SUBMITTED", "STATE", "RESOURCES"], runs.map(rowOf));
    },
    document: () => ({ runs: runs.map(documentOf) }),
    records: () => runs.map(documentOf),
  });
  if (runs.length === 0) messages.info("There are no runs in this database.");
  return EXIT_CODE.done;
}

/** With the names that a run has everywhere. */
function documentOf({ id: run, ...listed }: ListedSharedRun): object {
  return { run, ...listed };
}

function rowOf({ id, submittedAt, state, ended, changes }: ListedSharedRun) {
  return [
    id,
    submittedAt.toISOString().replace(/\.\d+Z$/, "Z"),
    ended === undefined ? state : describeEnded(ended),
    describeNumber(changes),
  ];
}
