import type { KeyFacts } from "../model/resource-description.ts";
import type { KeyMaterialInspection } from "./key-material-requests.ts";

/**
 * How a key differs from what was shown of it, in words; empty if it does not. What only informs (description, last
 * use) is not compared, and neither is a list of materials that could be read only once.
 */
export function compareInspection(shown: KeyMaterialInspection, now: KeyMaterialInspection): readonly string[] {
  const facts: readonly (readonly [string, string, string])[] = [
    ["the key", shown.reference, now.reference],
    ["the key's id", shown.description.reference.id, now.description.reference.id],
    ["the account", shown.description.reference.account ?? "", now.description.reference.account ?? ""],
    ["the manager", shown.description.managedBy, now.description.managedBy],
    ["the origin", shown.key.origin, now.key.origin],
    ["the state", shown.description.stateAsGiven, now.description.stateAsGiven],
    ["the current material", shown.key.currentMaterialId ?? "none", now.key.currentMaterialId ?? "none"],
    ["the time of expiry", dateOf(shown.key.expiresAt), dateOf(now.key.expiresAt)],
    ["the scheduled deletion", dateOf(shown.scheduledFor), dateOf(now.scheduledFor)],
    ["the replicas", replicasOf(shown.key), replicasOf(now.key)],
  ];
  const differences = facts
    .filter(([, before, after]) => before !== after)
    .map(([name, before, after]) => `${name} was ${before} and is ${after}`);
  const [before, after] = [materialsOf(shown.key), materialsOf(now.key)];
  if (before !== undefined && after !== undefined && before !== after)
    differences.push(`the materials were ${before} and are ${after}`);
  return differences;
}

function dateOf(time: number | undefined): string {
  return time === undefined ? "none" : new Date(time).toISOString();
}

function replicasOf({ multiRegion }: KeyFacts): string {
  if (multiRegion === undefined) return "none";
  return [multiRegion.role, ...multiRegion.replicas.toSorted()].join(" ");
}

function materialsOf({ materials }: KeyFacts): string | undefined {
  if (materials === undefined) return undefined;
  const texts = materials.map(
    ({ materialId, state, imported }) =>
      `${materialId ?? "one without an id"} (${state}${imported ? "" : ", not imported"})`,
  );
  return texts.length === 0 ? "none" : texts.toSorted().join(", ");
}
