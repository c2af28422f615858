import type { Key, KeyState } from "../../../state/key.ts";
import type { RegionalContext } from "../../context.ts";
import type { Parameters } from "../../parameters.ts";
import { passesTagFilters, tagFiltersOf } from "../../tag-filters.ts";
import type { Operation } from "../../tencent-service.ts";
import { keyMetadata } from "../key-metadata.ts";
import { keyUsages } from "../key-usages.ts";
import { pageOf } from "../page.ts";

/** By the numbers that select them; 0 selects all. */
const states: readonly (KeyState | undefined)[] = [
  undefined,
  "Enabled",
  "Disabled",
  "PendingDelete",
  "PendingImport",
  "Archived",
];

/** Without KeyUsage, asymmetric keys are not listed. */
export const listKeyDetail: Operation<RegionalContext> = {
  parameters: [
    "Offset",
    "Limit",
    "Role",
    "OrderType",
    "KeyState",
    "SearchKeyAlias",
    "Origin",
    "KeyUsage",
    "TagFilters",
    "HsmClusterId",
  ],
  quota: 100,
  carryOut: (parameters, { here, settings }) => {
    const found = here.keys.inOrderVisible.filter(selection(parameters));
    const fallback = settings.keyOrder === "ascending" ? 1 : 0;
    const ascending = parameters.integer("OrderType", { from: 0, to: 1, fallback }) === 1;
    const keys = ascending ? found : found.toReversed();
    return { TotalCount: keys.length, KeyMetadatas: pageOf(parameters, keys).map(keyMetadata) };
  },
};

function selection(parameters: Parameters): (key: Key) => boolean {
  const role = parameters.integer("Role", { from: 0, to: 1, fallback: 0 });
  const state = states[parameters.integer("KeyState", { from: 0, to: states.length - 1, fallback: 0 })];
  const origin = parameters.choice("Origin", ["ALL", "TENCENT_KMS", "EXTERNAL"], "ALL");
  const usage = parameters.choice("KeyUsage", ["ALL", ...keyUsages], "ENCRYPT_DECRYPT");
  const search = parameters.optionalText("SearchKeyAlias") ?? "";
  const filters = tagFiltersOf(parameters);
  return (key) =>
    (key.facts.owner === "user") === (role === 0) &&
    (state === undefined || key.state.read() === state) &&
    (origin === "ALL" || key.facts.origin === origin) &&
    (usage === "ALL" || key.facts.usage === usage) &&
    (key.id.includes(search) || key.facts.alias.includes(search)) &&
    passesTagFilters(filters, key.tags.read());
}
