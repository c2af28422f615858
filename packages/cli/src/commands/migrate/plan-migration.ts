import type { PlanTags, DesiredTags } from "@crosstag/core";
import { transferTags, type Transfer, type MatchedPair } from "@crosstag/migration";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { readAccessPolicies } from "../../input/read-access-policies.ts";
import { withSide } from "../../inventory/with-side.ts";
import type { Invocation } from "../../invocation.ts";
import { describeTransfer } from "./describe-transfer.ts";
import { ChangeGroups } from "../../output/change-groups.ts";
import { describeCount } from "../../output/describe-count.ts";
import { printableLine } from "../../output/printable.ts";
import { writePlan } from "../../output/write-plan.ts";
import { withPlanFile } from "../../runs/with-plan-file.ts";
import { UsageError } from "../../usage-error.ts";
import { describeNoPair } from "./pairing.ts";
import { isAnyUnlisted, matchSides, pairRules, unlistedSides } from "./match-sides.ts";
import type { MigrateOptions, Migration } from "./migration.ts";
import { exitCodeOfProblems, matchRecord, reportMatch } from "./report-match.ts";
import { reportPlanFile } from "../../output/report-plan-file.ts";

interface TransferredPair {
  readonly pair: MatchedPair;
  readonly transfer: Transfer;
}

/** Shows the result for every tag, and makes a plan if there are no problems. */
export async function planMigration(invocation: Invocation<MigrateOptions>, migration: Migration): Promise<ExitCode> {
  const { context, options, messages, output } = invocation;
  const { from, to, mapping, allowLoss } = migration;
  const accessPolicies = await readAccessPolicies(options, context);
  const unlisted = unlistedSides(migration);
  return withSide(invocation, to, async (target) => {
    const { planner } = target;
    if (planner === undefined)
      throw new UsageError(
        "The target must be a cloud, not a file.",
        `${JSON.stringify(to)} looks like a file. To compare with it: crosstag migrate verify`,
      );
    // The source is closed before the target is planned: its tags are read, and it is not needed any longer.
    const read = await withSide(invocation, from, async (source) => {
      const match = await matchSides(migration, { source, target }, unlisted);
      const transfers: TransferredPair[] = [];
      for (const pair of match.pairs) {
        const rules = await pairRules(pair, target, source.rules);
        const request = { mapping, source: pair.source.tags, before: pair.target.tags, allowLoss, ...rules };
        transfers.push({ pair, transfer: transferTags(request) });
      }
      return { match, transfers };
    });
    const { match, transfers } = read;
    if (output.format === "jsonl") {
      for (const one of transfers) await output.line({ type: "pair", ...pairRecord(one) });
      for (const side of [unlisted.from, unlisted.to])
        for (const record of side.records()) await output.line({ type: "unlisted", ...record });
    }
    if (output.format === "table") await writeTransfers(transfers, invocation);
    reportMatch(match, unlisted, messages);
    const problems = transfers.flatMap(({ pair, transfer }) =>
      transfer.problems.map((problem) => ({ source: pair.source.reference, ...problem })),
    );
    for (const { source, message, fix } of problems) messages.error([`${source}: ${message}`, `  ${fix}`]);
    const document = () => ({ pairs: transfers.map(pairRecord), ...matchRecord(match, unlisted) });
    if (transfers.length === 0) messages.error(describeNoPair("to copy tags between", mapping.match));
    if (problems.length + match.problems.length > 0 || transfers.length === 0) {
      if (output.format === "json") await output.json(document());
      if (output.format === "jsonl")
        for (const problem of match.problems) await output.line({ type: "problem", ...problem });
      messages.error("No plan was made.");
      if (problems.length > 0) return EXIT_CODE.violations;
      return exitCodeOfProblems(match.problems, transfers.length, unlisted);
    }
    return withPlanFile(
      draftOf(planner, transfers, migration, invocation, accessPolicies),
      options.out,
      context,
      async (plan) => {
        if (output.format === "json") await output.json({ ...document(), plan: plan.header });
        else if (output.format === "jsonl") await output.line({ type: "plan", header: plan.header });
        else await writePlan(plan, { output, messages, options });
        messages.info(`${describeCount(transfers.length, "pair")} of resources.`);
        reportPlanFile(options.out, messages);
        const isIncomplete = plan.header.summary.unreadable > 0 || isAnyUnlisted(unlisted);
        return isIncomplete ? EXIT_CODE.someFailed : EXIT_CODE.done;
      },
    );
  });
}

function draftOf(
  planner: PlanTags,
  transfers: readonly TransferredPair[],
  { from, to }: Migration,
  { context, options }: Invocation<MigrateOptions>,
  accessPolicies: Awaited<ReturnType<typeof readAccessPolicies>>,
): ReturnType<PlanTags["planTagSets"]> {
  const resources = transfers
    .map(({ pair: { target }, transfer: { desired } }) => ({
      kind: target.kind,
      desired: { reference: target.reference, before: target.tags, desired } satisfies DesiredTags,
    }))
    // Sorted by kind: one call changes several resources of one kind.
    .toSorted((one, other) => (one.kind < other.kind ? -1 : Number(one.kind > other.kind)))
    .map(({ desired }) => desired);
  return planner.planTagSets(
    {
      by: `migration from ${from} to ${to}${options.map === undefined ? "" : ` under ${options.map}`}`,
      resources,
      changeSoftwareTags: options.changeSoftwareTags ?? false,
      ...accessPolicies,
    },
    { signal: context.signal },
  );
}

async function writeTransfers(
  transfers: readonly TransferredPair[],
  { output, options: { expand } }: Invocation<MigrateOptions>,
): Promise<void> {
  const groups = new ChangeGroups({ output, noun: "pair", expand });
  for (const { pair, transfer } of transfers) {
    const name = `${printableLine(pair.source.reference)} → ${printableLine(pair.target.reference)}`;
    await groups.add(name, describeTransfer(transfer, output.paint));
  }
  await groups.end();
  if (groups.begun) await output.write("\n");
}

function pairRecord({ pair, transfer }: TransferredPair): object {
  const { desired: _, ...reported } = transfer;
  return { source: pair.source.reference, target: pair.target.reference, by: pair.by, ...reported };
}
