import type { KeyMaterialInspection } from "@crosstag/core";
import { printableLine } from "../../output/printable.ts";

type KeyFacts = KeyMaterialInspection["key"];

/** The facts about a key, one per line, for the person who decides whether to delete its material. */
export function describeInspection(
  { description, key, reference, materialId, alreadyGone, scheduledFor, consequences }: KeyMaterialInspection,
  asked?: string,
): readonly string[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Key", reference],
    ["Description", description.description],
    ["Managed by", description.managedBy],
    ["Origin", key.origin],
    ["State", description.stateAsGiven],
    ["Account", description.reference.account],
    ["Spec", key.spec],
    ["Usage", key.usage],
    ["Material", asked ?? materialId],
    ["Materials", materialsOf(key)],
    ["Last use", lastUseOf(key)],
    ["Expires", key.expiresAt === undefined ? "never" : new Date(key.expiresAt).toISOString()],
    [
      "Multi-Region",
      key.multiRegion &&
        `${key.multiRegion.role}, ${key.multiRegion.replicas.length} replica(s) ${key.multiRegion.replicas.join(", ")}`,
    ],
  ];
  return [
    ...facts
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([name, value]) => `${`${name}:`.padEnd(14)}${printableLine(value ?? "")}`),
    ...(scheduledFor === undefined
      ? []
      : [`The deletion of the material is scheduled already, for ${new Date(scheduledFor).toISOString()}.`]),
    ...(alreadyGone ? ["The key has no material: it waits for an import."] : []),
    ...(consequences.length > 0
      ? ["What deleting the material means:", ...consequences.map((sentence) => `  - ${sentence}`)]
      : []),
  ];
}

function materialsOf({ materials, materialsProblem }: KeyFacts): string | undefined {
  if (materialsProblem !== undefined) return `could not be listed (${withoutPeriod(materialsProblem)})`;
  if (materials === undefined) return undefined;
  const texts = materials.map(
    ({ materialId, state, imported }) => `${materialId ?? "?"} (${state}${imported ? "" : ", not imported"})`,
  );
  return `${materials.length}: ${texts.join(", ")}`;
}

/** Undefined if the cloud does not record it. */
function lastUseOf({ lastUse, lastUseProblem }: KeyFacts): string | undefined {
  if (lastUseProblem !== undefined) return `not known (${withoutPeriod(lastUseProblem)})`;
  if (lastUse === undefined) return undefined;
  const { usedAt, operation, recordedSince } = lastUse;
  if (usedAt !== undefined)
    return `${new Date(usedAt).toISOString()}${operation === undefined ? "" : ` (${operation})`}`;
  if (recordedSince === undefined) return "not known";
  return `none since ${new Date(recordedSince).toISOString()}; earlier uses are not recorded`;
}

function withoutPeriod(text: string): string {
  return text.replace(/\.$/, "");
}
