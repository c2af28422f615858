import { refuseDesiredState, unknownClouds, type OpenedCrosstag } from "@crosstag/clouds";
import type { DesiredState, Plan } from "@crosstag/core";
import type { PlanFile } from "@crosstag/core/node";
import { readKnownClouds } from "../configuration/known-clouds.ts";
import { readAccessPolicies, type AccessPolicyOptions } from "../input/read-access-policies.ts";
import type { Invocation } from "../invocation.ts";
import { withCrosstag } from "../open-crosstag.ts";
import { describeCount } from "../output/describe-count.ts";
import type { Messages } from "../output/messages.ts";
import { UnlistedClouds } from "../output/unlisted-clouds.ts";
import { withPlanFile } from "../runs/with-plan-file.ts";
import { UsageError } from "../usage-error.ts";
import { DESIRED_STATE_FILE } from "./desired-state-file.ts";
import { draftTable } from "./draft-table.ts";
import { readDesiredFile, type DesiredFile } from "./read-desired-file.ts";

/** The options of commands that plan from a file with the desired tags. */
export interface DesiredStateOptions extends AccessPolicyOptions {
  /** The file. Default: `crosstag-tags.yaml`. */
  readonly file?: string;
  /** Whether tags that other software depends on may change. Default: no. */
  readonly changeSoftwareTags?: boolean;
  /** When the states of resources are read. Default: `when-cheap`. */
  readonly describeStates?: "when-cheap" | "always" | "never";
  /** Whether to remove tags that a table does not have. Default: no. */
  readonly prune?: boolean;
}

/** A plan that was made from the desired tags, and what made it. */
export interface DesiredPlan {
  readonly plan: PlanFile;
  readonly crosstag: OpenedCrosstag;
  /** The clouds that could not be listed. */
  readonly unlisted: UnlistedClouds;
  /** Whether all clouds were listed, and not only the ones in the desired tags. */
  readonly whole: boolean;
}

/**
 * Plans what the file with the desired tags asks for, and calls `work` with the plan while the clouds are open.
 * @param out the file for the plan; undefined: a temporary file
 * @throws CrosstagError `configuration` or `invalid-request` with every problem of the file, before anything is sent
 */
export async function withDesiredPlan<Result>(
  invocation: Invocation<DesiredStateOptions>,
  out: string | undefined,
  work: (planned: DesiredPlan) => Promise<Result>,
): Promise<Result> {
  const { context, options, messages } = invocation;
  const file = await readDesiredFile(options.file ?? DESIRED_STATE_FILE, context);
  refuseOptions(file, options);
  const accessPolicies = await readAccessPolicies(options, context);
  const changeSoftwareTags = options.changeSoftwareTags ?? false;
  return withCrosstag(invocation, namedIn(file), async (crosstag) => {
    const unlisted = new UnlistedClouds();
    const makeDraft = async () => {
      if ("table" in file) {
        const table = { ...file, prune: options.prune ?? false };
        return draftTable(
          crosstag,
          table,
          { changeSoftwareTags, ...accessPolicies },
          {
            messages,
            signal: context.signal,
          },
        );
      }
      const { state, locate } = file;
      const known = await readKnownClouds(invocation);
      refuseDesiredState([...unknownClouds(state, known), ...crosstag.checkDesiredState(state)], locate);
      return crosstag.planTags(
        {
          desired: state,
          onUnlisted: unlisted.add,
          changeSoftwareTags,
          describeStates: options.describeStates ?? "when-cheap",
          now: context.now(),
          ...accessPolicies,
        },
        { signal: context.signal },
      );
    };
    if ("table" in file) tellLeftOut(file, messages);
    return withPlanFile(await makeDraft(), out, context, (plan) =>
      work({ plan, crosstag, unlisted, whole: "state" in file && listsAll(file.state) }),
    );
  });
}

/** The names of all resources that the file is about, so that only their clouds are opened. Undefined: it does not name them. */
function namedIn(file: DesiredFile): readonly string[] | undefined {
  const named = "table" in file ? file.table.resources.map(({ reference }) => reference) : namedInState(file.state);
  return named.length === 0 ? undefined : named;
}

/** Nothing, if a statement does not name its resources. */
function namedInState({ statements }: DesiredState): readonly string[] {
  const isNaming = statements.every(
    ({ select: { references, aliases } }) => references !== undefined && aliases === undefined,
  );
  return isNaming ? statements.flatMap(({ select: { references = [] } }) => references) : [];
}

/** Whether a statement selects from what all clouds list. */
function listsAll({ statements }: DesiredState): boolean {
  return statements.some(({ select: { references, aliases, clouds, regions } }) =>
    [references, aliases, clouds, regions].every((condition) => condition === undefined),
  );
}

/** Says what is in a table and not in its plan. */
function tellLeftOut({ table, fileName }: Extract<DesiredFile, { readonly table: unknown }>, messages: Messages): void {
  const { ignored, unread } = table;
  if (unread > 0)
    messages.warn(
      `${describeCount(unread, "resource")} could not be read when the table was exported; nothing is planned for ${unread === 1 ? "it" : "them"}.`,
    );
  if (ignored.length > 0)
    messages.warn(
      `${fileName}: ${ignored.length === 1 ? "This column is" : "These columns are"} ignored: ${ignored.map((name) => JSON.stringify(name)).join(", ")}. In a table with tag_key and tag_value, each tag is a row: write its key and its value there.`,
    );
}

/** An option that the file has no use for must not be ignored. */
function refuseOptions(file: DesiredFile, { prune, describeStates }: DesiredStateOptions): void {
  if ("table" in file) {
    if (describeStates !== undefined)
      throw new UsageError("--describe-states is not for a table.", "Omit it: the run reads the states.");
    if (prune && file.table.form === "wide")
      throw new UsageError(
        "--prune needs a table with a row for each tag.",
        "In a table with a column for each tag key, write - in the cells of tags to remove.",
      );
  } else if (prune) throw new UsageError("--prune is for a table (CSV).", "In a desired state, use removeAllBut.");
}

/** Whether a plan leaves out resources that it should have: they could not be listed or read. */
export function isIncomplete({ header }: Plan): boolean {
  const { unreadable, warnings } = header.summary;
  return unreadable > 0 || warnings.some(({ rule }) => rule === "crosstag.unlisted");
}
