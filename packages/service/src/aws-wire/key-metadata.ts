import type { KeyFacts, ResourceDescription } from "@crosstag/core";

const STATES: Readonly<Partial<Record<ResourceDescription["state"], string>>> = {
  enabled: "Enabled",
  disabled: "Disabled",
  creating: "Creating",
  updating: "Updating",
  "pending-import": "PendingImport",
  "pending-deletion": "PendingDeletion",
  unavailable: "Unavailable",
};

/** Crosstag has no state for a primary key that waits for the deletion of its replicas. */
const KEPT_STATE = "PendingReplicaDeletion";

const ORIGINS: Readonly<Partial<Record<KeyFacts["origin"], string>>> = {
  external: "EXTERNAL",
  cloud: "AWS_KMS",
  hardware: "AWS_CLOUDHSM",
};

/**
 * `KeyMetadata` of DescribeKey, for a key of any cloud. `Arn` is the cloud's own full name. Fields that the cloud or Crosstag
 * does not know, such as the algorithms, are absent.
 * @param reference the full name of the key
 */
export function keyMetadata(description: ResourceDescription, reference: string): Readonly<Record<string, unknown>> {
  const { state, stateAsGiven, createdAt, deletionAt, managedBy, key } = description;
  const given = key ?? { origin: "other" as const };
  return {
    ...(description.reference.account !== undefined && { AWSAccountId: description.reference.account }),
    KeyId: description.reference.id,
    Arn: reference,
    ...(createdAt !== undefined && { CreationDate: createdAt / 1000 }),
    Enabled: state === "enabled",
    Description: description.description ?? "",
    ...(given.usage !== undefined && { KeyUsage: usageOf(given.usage) }),
    KeyState: stateAsGiven === KEPT_STATE ? stateAsGiven : (STATES[state] ?? stateAsGiven),
    ...(deletionAt !== undefined && { DeletionDate: deletionAt / 1000 }),
    ...(ORIGINS[given.origin] !== undefined && { Origin: ORIGINS[given.origin] }),
    ...expiration(given, state),
    KeyManager: managedBy === "cloud" ? "AWS" : "CUSTOMER",
    ...(given.spec !== undefined && { CustomerMasterKeySpec: given.spec, KeySpec: given.spec }),
    MultiRegion: given.multiRegion !== undefined,
    ...multiRegion(given),
    ...(given.currentMaterialId !== undefined && { CurrentKeyMaterialId: given.currentMaterialId }),
  };
}

/** Alibaba Cloud writes `ENCRYPT/DECRYPT`. */
function usageOf(usage: string): string {
  return usage.replace("/", "_");
}

function expiration(
  { origin, expiresAt }: KeyFacts,
  state: ResourceDescription["state"],
): Readonly<Record<string, unknown>> {
  if (origin !== "external" || state === "pending-import") return {};
  return expiresAt === undefined
    ? { ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" }
    : { ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo: expiresAt / 1000 };
}

function multiRegion({ multiRegion: given }: KeyFacts): Readonly<Record<string, unknown>> {
  if (given === undefined) return {};
  return {
    MultiRegionConfiguration: {
      MultiRegionKeyType: given.role === "primary" ? "PRIMARY" : "REPLICA",
      ...(given.primary !== undefined && { PrimaryKey: toRegional(given.primary) }),
      ReplicaKeys: given.replicas.map(toRegional),
    },
  };
}

function toRegional(arn: string): Readonly<Record<string, string>> {
  return { Arn: arn, Region: arn.split(":")[3] ?? "" };
}
