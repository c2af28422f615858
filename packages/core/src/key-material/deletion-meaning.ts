import type { KeyMaterialDeletion } from "../driver/key-material-deletion.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { KeyFacts, ResourceDescription } from "../model/resource-description.ts";

/** What holds for a cloud that says nothing of it: the worst. */
const FOR_GOOD: KeyMaterialDeletion = {
  effect: "immediate",
  undo: "Only importing the same material again restores the key.",
  consequences: [
    "Everything encrypted under this key becomes unreadable at once; nothing can be encrypted, signed or verified with it.",
  ],
};

export function deletionOf({ keyMaterialDeletion = FOR_GOOD }: KmsDriver): KeyMaterialDeletion {
  return keyMaterialDeletion;
}

/** What deleting the material of a key means, for the person who confirms it: the words of the cloud, and what this key adds. */
export function deletionMeaning(driver: KmsDriver, description: ResourceDescription, key: KeyFacts): readonly string[] {
  const deletion = deletionOf(driver);
  return [
    ...deletion.consequences,
    deletion.copies ?? "The cloud keeps no copy.",
    deletion.undo,
    ...meaningOfState(deletion, description, key),
    ...meaningOfReplicas(deletion, key),
    ...meaningOfOthers(deletion, key),
  ];
}

function meaningOfState(
  { effect, disabledKey }: KeyMaterialDeletion,
  { state }: ResourceDescription,
  key: KeyFacts,
): readonly string[] {
  const sentences: string[] = [];
  if (state === "disabled" && disabledKey !== undefined) sentences.push(disabledKey);
  if (state === "pending-deletion") {
    sentences.push("The key stays scheduled for deletion.");
    if (effect === "immediate" && key.materials === undefined)
      sentences.push(
        "While it is, the cloud does not show whether its material is there: the outcome will be unknown, even if the cloud confirms the deletion.",
      );
  }
  if (state === "pending-import" && mayHaveMaterial(key))
    sentences.push(
      "A material of the key is already missing, and its materials could not be listed. If it is this one, the outcome will be unknown, even if the cloud confirms the deletion.",
    );
  if (key.expiresAt !== undefined)
    sentences.push(`The material would expire by itself on ${new Date(key.expiresAt).toISOString()}.`);
  return sentences;
}

function meaningOfReplicas({ replicas: meaning }: KeyMaterialDeletion, { multiRegion }: KeyFacts): readonly string[] {
  if (multiRegion === undefined) return [];
  const { role, replicas } = multiRegion;
  if (role === "primary" && replicas.length === 0) return [];
  const fact =
    role === "replica" ? "The key is a replica." : `The key has ${replicas.length} replica(s) in other regions.`;
  return [meaning === undefined ? fact : `${fact} ${meaning}`];
}

function meaningOfOthers({ otherMaterials: meaning }: KeyMaterialDeletion, key: KeyFacts): readonly string[] {
  const others = (key.materials ?? []).filter(
    ({ imported, materialId }) => imported && materialId !== key.currentMaterialId,
  );
  if (others.length === 0) return [];
  const fact = `The key has ${others.length} other imported material(s).`;
  return [meaning === undefined ? fact : `${fact} ${meaning}`];
}

/** It has had material, and which of it is there could not be listed. */
export function mayHaveMaterial({ materialsProblem, currentMaterialId }: KeyFacts): boolean {
  return materialsProblem !== undefined && currentMaterialId !== undefined;
}
