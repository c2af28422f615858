import type { KeyMetadata, RotationsListEntry } from "@aws-sdk/client-kms";
import type {
  KeyFacts,
  KeyMaterialDescription,
  Reference,
  ResourceDescription,
  ResourceState,
} from "@crosstag/core/driver";
import { placeOf } from "./key-arn.ts";

const STATES: Readonly<Record<string, ResourceState>> = {
  Creating: "creating",
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDeletion: "pending-deletion",
  PendingReplicaDeletion: "pending-deletion",
  PendingImport: "pending-import",
  Unavailable: "unavailable",
  Updating: "updating",
};

const ORIGINS: Readonly<Record<string, KeyFacts["origin"]>> = {
  AWS_KMS: "cloud",
  EXTERNAL: "external",
  AWS_CLOUDHSM: "hardware",
  EXTERNAL_KEY_STORE: "hardware",
};

/** The key as Crosstag describes it. `asked` gives the text that the caller used. */
export function describeKey(
  asked: Reference,
  metadata: KeyMetadata & { KeyId: string },
  rotations?: readonly RotationsListEntry[],
): ResourceDescription {
  const state = metadata.KeyState ?? "";
  return {
    reference: {
      provider: asked.provider,
      kind: "key",
      id: metadata.KeyId,
      alias: false,
      ...placeOf(metadata.Arn),
      text: asked.text,
    },
    kind: "key",
    managedBy: metadata.KeyManager === "AWS" ? "cloud" : "customer",
    state: STATES[state] ?? "other",
    stateAsGiven: state,
    ...(metadata.Description !== undefined && metadata.Description !== "" && { description: metadata.Description }),
    ...(metadata.CreationDate !== undefined && { createdAt: metadata.CreationDate.getTime() }),
    key: keyFacts(metadata, rotations),
  };
}

function keyFacts(metadata: KeyMetadata, rotations?: readonly RotationsListEntry[]): KeyFacts {
  const { MultiRegionConfiguration: multiRegion } = metadata;
  const primary = multiRegion?.PrimaryKey?.Arn;
  return {
    origin: ORIGINS[metadata.Origin ?? ""] ?? "other",
    ...(metadata.KeySpec !== undefined && { spec: metadata.KeySpec }),
    ...(metadata.KeyUsage !== undefined && { usage: metadata.KeyUsage }),
    ...(metadata.CurrentKeyMaterialId !== undefined && { currentMaterialId: metadata.CurrentKeyMaterialId }),
    ...(metadata.ValidTo !== undefined && { expiresAt: metadata.ValidTo.getTime() }),
    ...(multiRegion !== undefined && {
      multiRegion: {
        role: multiRegion.MultiRegionKeyType === "REPLICA" ? "replica" : "primary",
        ...(primary !== undefined && { primary }),
        replicas: (multiRegion.ReplicaKeys ?? []).flatMap(({ Arn }) => Arn ?? []),
      },
    }),
    ...(rotations !== undefined && { materials: rotations.map(describeMaterial) }),
  };
}

function describeMaterial(entry: RotationsListEntry): KeyMaterialDescription {
  return {
    ...(entry.KeyMaterialId !== undefined && { materialId: entry.KeyMaterialId }),
    state:
      entry.KeyMaterialState === "CURRENT"
        ? "current"
        : entry.KeyMaterialState === "NON_CURRENT"
          ? "non-current"
          : "pending",
    imported: entry.ImportState === "IMPORTED",
    ...(entry.ValidTo !== undefined && { expiresAt: entry.ValidTo.getTime() }),
  };
}
