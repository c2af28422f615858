import type { DesiredStatement, ResourceConditions, ResourceKind, Selection } from "@crosstag/core";
import type { ExpandOption } from "../../command-options/expand.ts";
import { withStatePlan } from "../../desired/with-state-plan.ts";
import { type ExitCode } from "../../exit-code.ts";
import { readConditions, type ConditionOptions } from "../../input/read-conditions.ts";
import type { Invocation } from "../../invocation.ts";
import { applyShownPlan } from "../../runs/apply-shown-plan.ts";
import { parseRunOptions } from "../../runs/run-options.ts";
import { UsageError } from "../../usage-error.ts";

/** Options of `tag` and `untag` for the resources that conditions select. */
export interface MatchingOptions extends ConditionOptions, ExpandOption {
  readonly kind?: readonly ResourceKind[];
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

/** The conditions of the command line; undefined if it names its resources alone. */
export function selectionOf({ kind, ...options }: MatchingOptions): (ResourceConditions & Selection) | undefined {
  const conditions = readConditions(options);
  const needless = [
    options.yes && "--yes",
    options.changeSoftwareTags && "--change-software-tags",
    options.expand && "--expand",
    options.journal !== undefined && "--journal",
    options.maxChanges !== undefined && "--max-changes",
    options.maxAccounts !== undefined && "--max-accounts",
  ].find((flag) => typeof flag === "string");
  if (conditions === undefined && kind === undefined) {
    if (needless === undefined) return undefined;
    throw new UsageError(`${needless} is for resources that conditions select.`, "Add --filter, --missing or --where.");
  }
  const useless = [
    options.reserved === "skip" && "--reserved skip",
    options.portableTo !== undefined && "--portable-to",
    !options.readFirst && "--no-read-first",
  ].find((flag) => typeof flag === "string");
  if (useless !== undefined)
    throw new UsageError(
      `${useless} cannot be used together with --filter, --missing, --where or --kind.`,
      "These make a plan, which reads the tags and checks them for the clouds of the resources.",
    );
  return { ...(kind !== undefined && { kinds: kind }), ...conditions };
}

/** Plans a change of the resources that match, shows it, asks, and applies it as a run that can be undone. */
export async function changeMatching(
  invocation: Invocation<MatchingOptions>,
  references: readonly string[],
  selection: Selection,
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
    options: { ...options, verify: true, progress: "auto", ...(journal !== undefined && { journal }) } as const,
  };
  const settings = parseRunOptions(running.options, context);
  return withStatePlan(running, state, { changeSoftwareTags }, (planned) =>
    applyShownPlan(running, planned, settings, "Add --yes, or add --dry-run to see the changes."),
  );
}
