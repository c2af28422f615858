import type { KeyMaterialInspection } from "@crosstag/core";

/** What a look at the key found, line by line, for the person who has to decide. */
export function describeInspection(
  { description, key, reference, materialId, alreadyGone, consequences }: KeyMaterialInspection,
  asked?: string,
): readonly string[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Key", reference],
    ["Description", description.description],
    ["Managed by", description.managedBy],
    ["Origin", key.origin],
    ["State", description.stateAsGiven],
    ["Spec, usage", [key.spec, key.usage].filter((part) => part !== undefined).join(", ")],
    ["Material", asked ?? materialId],
    [
      "Materials",
      key.materials
        ?.map(
          (material) => `${material.materialId ?? "?"} (${material.state}${material.imported ? "" : ", not imported"})`,
        )
        .join(", "),
    ],
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
      .map(([name, value]) => `${`${name}:`.padEnd(14)}${value}`),
    ...(alreadyGone ? ["There is no material: the key waits for an import."] : []),
    ...(consequences.length > 0
      ? ["What deleting the material means:", ...consequences.map((sentence) => `  - ${sentence}`)]
      : []),
  ];
}
