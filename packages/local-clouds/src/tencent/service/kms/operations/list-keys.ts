import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { pageOf } from "../page.ts";

const listedStates: ReadonlySet<string> = new Set(["Enabled", "Disabled", "PendingImport"]);

/** Keys in PendingDelete and Archived are documented not to be listed (its API page, read 2026-11-29). */
export const listKeys: Operation<RegionalContext> = {
  parameters: ["Offset", "Limit", "Role", "HsmClusterId"],
  quota: 100,
  carryOut: (parameters, { here }) => {
    const role = parameters.integer("Role", { from: 0, to: 1, fallback: 0 });
    const keys = here.keys.inOrderVisible.filter(
      (key) => listedStates.has(key.state.read()) && (key.facts.owner === "user") === (role === 0),
    );
    return { Keys: pageOf(parameters, keys).map(({ id }) => ({ KeyId: id })), TotalCount: keys.length };
  },
};
