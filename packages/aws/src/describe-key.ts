import type { DescribeKeyCommandOutput, KeyMetadata, RotationsListEntry } from "@aws-sdk/client-kms";
import type {
  KeyFacts,
  KeyMaterialDescription,
  Reference,
  ResourceDescription,
  ResourceState,
} from "@crosstag/core/driver";
import { isText, isTime } from "./answer-fields.ts";
import type { Dialect } from "./dialects.ts";
import { keyIdIn, placeOf } from "./key-arn.ts";
import { malformed } from "./check-answer.ts";
import { hasFields, isMap } from "@crosstag/core/internal";

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

const TEXTS = [
  "Arn",
  "AWSAccountId",
  "KeyState",
  "KeyManager",
  "Origin",
  "KeySpec",
  "KeyUsage",
  "Description",
  "CurrentKeyMaterialId",
] as const;
const TIMES = ["CreationDate", "ValidTo", "DeletionDate"] as const;

/**
 * The key in an answer of DescribeKey. Checks the type of every field, which the SDK does not.
 * @throws UnexpectedAnswerError if a field is missing or has another type
 */
export function keyMetadataIn(answer: DescribeKeyCommandOutput): KeyMetadata & { KeyId: string } {
  const { KeyMetadata: given } = answer;
  if (!isMap(given)) throw malformed(answer, "no description of a key");
  const metadata: Readonly<Partial<Record<keyof KeyMetadata, unknown>>> = given;
  const { KeyId: id, Arn: arn, MultiRegionConfiguration: regions } = metadata;
  if (typeof id !== "string" || !/^[!-~]{1,2048}$/.test(id)) throw malformed(answer, "a key without an id");
  for (const field of TEXTS) if (!isText(metadata[field])) throw malformed(answer, `a ${field} that is not text`);
  for (const field of TIMES) if (!isTime(metadata[field])) throw malformed(answer, `a ${field} that is not a time`);
  const named = typeof arn === "string" ? keyIdIn(arn) : undefined;
  if (named !== undefined && named !== id) throw malformed(answer, "an ARN and an id of two different keys");
  if (!isRegions(regions)) throw malformed(answer, "replicas of an unknown form");
  return { ...withoutNulls(given), KeyId: id };
}

/**
 * Checks the entries of ListKeyRotations for a key with imported material. Without this check, an entry without
 * `ImportState` would read as material that is not imported.
 * @throws UnexpectedAnswerError if an entry is not as documented
 */
export function checkRotations(
  answer: Parameters<typeof malformed>[0],
  rotations: readonly RotationsListEntry[],
): readonly RotationsListEntry[] {
  const entries: readonly (Readonly<Partial<Record<keyof RotationsListEntry, unknown>>> | null)[] = rotations;
  for (const entry of entries) {
    const { KeyMaterialId: id, KeyMaterialState: state, ImportState: imported, ValidTo: end } = entry ?? {};
    const isWhole = typeof id === "string" && id !== "" && typeof state === "string";
    if (!isWhole || (imported !== "IMPORTED" && imported !== "PENDING_IMPORT") || !isTime(end))
      throw malformed(answer, "a key material of an unknown form");
  }
  return rotations;
}

function isRegions(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (!hasFields(value)) return false;
  const { PrimaryKey: primary, ReplicaKeys: replicas } = value;
  return isRegion(primary) && (replicas === undefined || (Array.isArray(replicas) && replicas.every(isRegion)));
}

function isRegion(value: unknown): boolean {
  if (value === undefined) return true;
  if (!hasFields(value)) return false;
  const { Arn: arn } = value;
  return arn === undefined || typeof arn === "string";
}

/** Emulators write `null` where AWS leaves a field out. */
function withoutNulls<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Fields;
}

/**
 * The key as Crosstag describes it. `asked`: the reference of the caller, whose text is kept. Only symmetric keys for
 * encryption can have several imported materials (ListKeyRotations, API reference, verified 2026-11-22).
 */
export function describeKey(
  asked: Reference,
  metadata: KeyMetadata & { KeyId: string },
  { materialIds }: Pick<Dialect, "materialIds">,
): ResourceDescription & { readonly key: KeyFacts } {
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
    ...(metadata.DeletionDate !== undefined && { deletionAt: metadata.DeletionDate.getTime() }),
    key: {
      ...keyFacts(metadata),
      ...(materialIds &&
        metadata.Origin === "EXTERNAL" &&
        metadata.KeySpec === "SYMMETRIC_DEFAULT" && { severalMaterials: true }),
    },
  };
}

function keyFacts(metadata: KeyMetadata): KeyFacts {
  const { MultiRegionConfiguration: multiRegion } = metadata;
  const primary = multiRegion?.PrimaryKey?.Arn;
  return {
    origin: ORIGINS[metadata.Origin ?? ""] ?? "other",
    ...(metadata.KeySpec && { spec: metadata.KeySpec }),
    ...(metadata.KeyUsage && { usage: metadata.KeyUsage }),
    ...(metadata.CurrentKeyMaterialId !== undefined && { currentMaterialId: metadata.CurrentKeyMaterialId }),
    ...(metadata.ValidTo !== undefined && { expiresAt: metadata.ValidTo.getTime() }),
    ...(multiRegion !== undefined && {
      multiRegion: {
        role: multiRegion.MultiRegionKeyType === "REPLICA" ? "replica" : "primary",
        ...(primary !== undefined && { primary }),
        replicas: (multiRegion.ReplicaKeys ?? []).flatMap(({ Arn }) => Arn ?? []),
      },
    }),
  };
}

/** A key material as Crosstag describes it. */
export function describeMaterial(entry: RotationsListEntry): KeyMaterialDescription {
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
