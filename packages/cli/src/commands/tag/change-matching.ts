import type { DesiredStatement, ResourceConditions, ResourceKind, Selection } from "@crosstag/core";
import type { ExpandOption } from "../../command-options/expand.ts";
import { withStatePlan } from "../../desired/with-state-plan.ts";
import { type ExitCode } from "../../exit-code.ts";
import type { CommandContext } from "../../command-context.ts";
import { readNarrowingResources, requireResources } from "../../input/read-resources.ts";
import { readConditions, type ConditionOptions } from "../../input/read-conditions.ts";
import type { Invocation } from "../../invocation.ts";
import { applyShownPlan } from "../../runs/apply-shown-plan.ts";
import { parseRunOptions } from "../../runs/run-options.ts";
import { UsageError } from "../../usage-error.ts";

/** Options of `tag` and `untag` for the resources that conditions select. */
export interface MatchingOptions extends ConditionOptions, ExpandOption {
  readonly kind?: readonly ResourceKind[];
  /** Whether resources that are named are changed as a run, too. */
  readonly undoable?: boolean;
  readonly resources?: string;
  readonly yes?: boolean;
  readonly changeSoftwareTags?: boolean;
  readonly journal?: string;
  readonly maxChanges?: number;
  readonly maxAccounts?: number;
  readonly reserved: "refuse" | "skip";
  readonly resolveAliases?: boolean;
  readonly portableTo?: readonly string[];
  /** False after `--no-read-first`. */
  readonly readFirst: boolean;
}

/** What a run changes. */
export interface Matching {
  readonly selection: ResourceConditions & Selection;
  /** The resources that the command line names. None: all that the conditions select. */
  readonly named: readonly string[];
}

/** What the command line selects for a run; undefined if it is a direct write of the resources that it names. */
export async function readMatching(
  options: MatchingOptions,
  references: readonly string[],
  context: CommandContext,
): Promise<Matching | undefined> {
  const selection = selectionOf(options);
  if (selection === undefined) return undefined;
  // Without conditions, no name would stand for every resource.
  const read = hasConditions(selection) ? readNarrowingResources : requireResources;
  return { selection, named: await read(references, options.resources, context) };
}

function hasConditions(selection: Selection): boolean {
  return Object.keys(selection).length > 0;
}

function selectionOf({ kind, ...options }: MatchingOptions): Matching["selection"] | undefined {
  const conditions = readConditions(options);
  if (conditions === undefined && kind === undefined && options.undoable !== true) {
    refuseForDirectWrites(options);
    return undefined;
  }
  refuseForRuns(options);
  return { ...(kind !== undefined && { kinds: kind }), ...conditions };
}

/** @throws UsageError for what only a run uses */
function refuseForDirectWrites(options: MatchingOptions): void {
  const needless = [
    options.yes && "--yes",
    options.changeSoftwareTags && "--change-software-tags",
    options.expand && "--expand",
    options.journal !== undefined && "--journal",
    options.maxChanges !== undefined && "--max-changes",
    options.maxAccounts !== undefined && "--max-accounts",
  ].find((flag) => typeof flag === "string");
  if (needless !== undefined)
    throw new UsageError(
      `${needless} is for resources that conditions select.`,
      "Add --filter, --missing or --where, or add --undoable to change the named resources as a run.",
    );
}

/** @throws UsageError for what a plan does not use */
function refuseForRuns(options: MatchingOptions): void {
  const useless = [
    options.reserved === "skip" && "--reserved skip",
    options.portableTo !== undefined && "--portable-to",
    !options.readFirst && "--no-read-first",
  ].find((flag) => typeof flag === "string");
  if (useless !== undefined)
    throw new UsageError(
      `${useless} cannot be used together with --filter, --missing, --where, --kind or --undoable.`,
      "These make a plan, which reads the tags and checks them for the clouds of the resources.",
    );
}

/** Plans a change of the resources that match, shows it, asks, and applies it as a run that can be undone. */
export async function changeMatching(
  invocation: Invocation<MatchingOptions>,
  { named: references, selection }: Matching,
  change: Omit<DesiredStatement, "select" | "name">,
): Promise<ExitCode> {
  const { context, options } = invocation;
  const { changeSoftwareTags = false, resolveAliases = false, journal } = options;
  const isAlias = (reference: string) => resolveAliases && /(?:^|:)alias\//.test(reference);
  const named = references.filter((reference) => !isAlias(reference));
  const aliases = references.filter(isAlias);
  const select: Selection = {
    ...selection,
    ...(named.length > 0 && { references: named }),
    ...(aliases.length > 0 && { aliases }),
  };
  const state = { version: 1, statements: [{ name: "filter", select, ...change }] } as const;
  const running = {
    ...invocation,
    // A person who has named each resource is not asked, as for a direct write.
    options: {
      ...options,
      yes: options.yes ?? !hasConditions(selection),
      verify: true,
      progress: "auto",
      ...(journal !== undefined && { journal }),
    } as const,
  };
  const settings = parseRunOptions(running.options, context);
  return withStatePlan(running, state, { changeSoftwareTags }, (planned) =>
    applyShownPlan(running, planned, settings, "Add --yes, or add --dry-run to see the changes."),
  );
}
