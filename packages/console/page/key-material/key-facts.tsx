import type { keyMaterialInspection } from "@crosstag/operations";
import type { z } from "zod";
import { Facts } from "../parts/facts.tsx";
import { formatCount, formatTime } from "../parts/format.ts";
import { TagText } from "../parts/tag-text.tsx";

/** A key, and what deleting its material would mean. */
export type Inspection = z.output<typeof keyMaterialInspection>;

/** What was read of the key: what is shown here is what may be deleted. */
export function KeyFacts({ inspection }: { readonly inspection: Inspection }) {
  const { description, key, reference, materialId } = inspection;
  return (
    <Facts
      facts={[
        ["Key", <code key="key">{reference}</code>],
        ["Description", description.description !== undefined && <TagText text={description.description} />],
        ["State", description.stateAsGiven],
        ["Origin", key.origin],
        ["Managed by", description.managedBy],
        ["Spec", key.spec],
        ["Usage", key.usage],
        ["Material", materialId !== undefined && <code key="material">{materialId}</code>],
        ["Materials", describeMaterials(key)],
        ["Last use", describeLastUse(key)],
        ["Expires", key.expiresAt === undefined ? "never" : formatTime(key.expiresAt)],
        ["Multi-Region", describeRegions(key)],
        ["Created", description.createdAt !== undefined && formatTime(description.createdAt)],
      ]}
    />
  );
}

function describeMaterials({ materials, materialsProblem }: Inspection["key"]): string | undefined {
  if (materialsProblem !== undefined) return `could not be listed: ${materialsProblem}`;
  if (materials === undefined) return undefined;
  const texts = materials.map(
    ({ materialId, state, imported }) => `${materialId ?? "?"} (${state}${imported ? "" : ", not imported"})`,
  );
  return `${materials.length}: ${texts.join(", ")}`;
}

/** Undefined if the cloud does not record it. */
function describeLastUse({ lastUse, lastUseProblem }: Inspection["key"]): string | undefined {
  if (lastUseProblem !== undefined) return `not known: ${lastUseProblem}`;
  if (lastUse === undefined) return undefined;
  const { usedAt, operation, recordedSince } = lastUse;
  if (usedAt !== undefined) return `${formatTime(usedAt)}${operation === undefined ? "" : ` (${operation})`}`;
  if (recordedSince === undefined) return "not known";
  return `none since ${formatTime(recordedSince)}; earlier uses are not recorded`;
}

function describeRegions({ multiRegion }: Inspection["key"]): string | undefined {
  if (multiRegion === undefined) return undefined;
  const { role, replicas } = multiRegion;
  return `${role}, ${formatCount(replicas.length, "replica")}${replicas.length > 0 ? `: ${replicas.join(", ")}` : ""}`;
}
