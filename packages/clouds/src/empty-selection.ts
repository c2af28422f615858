import { didYouMean } from "@crosstag/config/hints";
import { CrosstagError } from "@crosstag/core";
import type { ExpandedFleet } from "./fleet/expand-fleet.ts";
import type { ScopeSelection } from "./fleet/scope-selection.ts";

/** Errors about selections, by which they are known from those of the configuration. */
const errors = new WeakSet<CrosstagError>();

/** A selection leaves no cloud of these entries. Names that differ by a typing error are suggested. */
export function emptySelection(fleets: readonly ExpandedFleet[], selection: ScopeSelection = {}): CrosstagError {
  const { clouds = [], accounts = [], regions = [], units = [] } = selection;
  const written = [...clouds.flatMap((cloud) => cloud.split("/").slice(1)), ...accounts, ...regions, ...units];
  const known = [...new Set(fleets.flatMap(({ selectable = [] }) => selectable))];
  const near = written.flatMap((text) => (known.includes(text) ? [] : (didYouMean(text, known) ?? [])));
  const error = new CrosstagError({
    code: "configuration",
    message: `No account and region of ${fleets.map(({ entry }) => entry).join(", ")} matches the selection.`,
    hint: near.length === 0 ? "Show the clouds: crosstag clouds" : `Did you mean ${near.join(" and ")}?`,
  });
  errors.add(error);
  return error;
}

/** Whether an error says that a selection leaves no cloud, so that the selection is wrong and not the configuration. */
export function isEmptySelection(error: unknown): error is CrosstagError {
  return CrosstagError.is(error) && errors.has(error);
}
