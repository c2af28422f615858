import { CrosstagError } from "@crosstag/core";
import { didYouMean, nameFirst } from "@crosstag/core/internal";
import type { ExpandedFleet } from "./fleet/expand-fleet.ts";
import type { ScopeSelection } from "./fleet/scope-selection.ts";

/** More conditions do not help a reader. */
const MOST_NAMED = 5;

/** Errors about selections, by which they are known from those of the configuration. */
const errors = new WeakSet<CrosstagError>();

/** A selection leaves no cloud of these entries. Names that differ by a typing error are suggested. */
export function emptySelection(fleets: readonly ExpandedFleet[], selection: ScopeSelection = {}): CrosstagError {
  const { clouds = [], accounts = [], regions = [], units = [] } = selection;
  const written = [...clouds.flatMap((cloud) => cloud.split("/").slice(1)), ...accounts, ...regions, ...units];
  const known = [...new Set(fleets.flatMap(({ selectable = [] }) => selectable))];
  const near = written.flatMap((text) => (known.includes(text) ? [] : (didYouMean(text, known) ?? [])));
  const slashed = clouds.flatMap((cloud) => withoutSlash(cloud, known) ?? []);
  const error = new CrosstagError({
    code: "configuration",
    message: `No account and region of ${fleets.map(({ entry }) => entry).join(", ")} matches the selection${describeSelection(selection)}.`,
    hint: hintOf(slashed, near),
  });
  errors.add(error);
  return error;
}

function hintOf(slashed: readonly string[], near: readonly string[]): string {
  if (slashed.length > 0)
    return `For a / in the name of an account, write ?: ${slashed.map((name) => JSON.stringify(name)).join(" and ")}.`;
  return near.length === 0 ? "Show the clouds: crosstag clouds" : `Did you mean ${near.join(" and ")}?`;
}

/** As it is to be written, if a cloud names an account whose own name has a slash: the rest of it would be the region. */
function withoutSlash(cloud: string, known: readonly string[]): string | undefined {
  const [entry, ...parts] = cloud.split("/");
  const rest = parts.join("/");
  // Paths of units begin with a slash.
  const names = known.filter((one) => one.includes("/") && !one.startsWith("/"));
  const name = names.find((one) => rest === one || rest.startsWith(`${one}/`));
  return name && `${entry}/${name.replaceAll("/", "?")}${rest.slice(name.length)}`;
}

/** `: account none, region us-*`; nothing if there is no condition. */
export function describeSelection(selection: ScopeSelection): string {
  const { clouds = [], accounts = [], notAccounts = [], regions = [], units = [], accountTags = [] } = selection;
  const conditions = [
    ...clouds.map((name) => `cloud ${name}`),
    ...accounts.map((name) => `account ${name}`),
    ...notAccounts.map((name) => `not account ${name}`),
    ...units.map((name) => `unit ${name}`),
    ...accountTags.map((condition) => `account tag ${condition}`),
    ...regions.map((name) => `region ${name}`),
  ];
  return conditions.length === 0 ? "" : `: ${nameFirst(conditions, MOST_NAMED)}`;
}

/** Whether an error says that a selection leaves no cloud, so that the selection is wrong and not the configuration. */
export function isEmptySelection(error: unknown): error is CrosstagError {
  return CrosstagError.is(error) && errors.has(error);
}
