import type { AwsAccount } from "../state/aws-account.ts";
import { currentMaterial, type KeyStatus } from "../state/key-status.ts";
import { hasMaterialIds, type KmsKey } from "../state/kms-key.ts";
import { algorithmFields, keySpecs } from "../state/key-specs.ts";

/** `KeyMetadata` as DescribeKey and CreateKey answer it: what does not apply is absent. Never holds tags. */
export function keyMetadata(
  account: AwsAccount,
  key: KmsKey,
  status: KeyStatus = key.status.read(),
): Readonly<Record<string, unknown>> {
  const { identity } = key;
  const algorithms = keySpecs[identity.keySpec]?.usages[identity.keyUsage];
  const current = currentMaterial(status);
  const external = identity.origin === "EXTERNAL";
  return {
    AWSAccountId: identity.account,
    KeyId: identity.id,
    Arn: identity.arn,
    CreationDate: identity.createdAt / 1000,
    Enabled: status.state === "Enabled",
    Description: identity.description,
    KeyUsage: identity.keyUsage,
    KeyState: status.state,
    ...(status.deletionDate !== undefined && { DeletionDate: status.deletionDate / 1000 }),
    ...(status.pendingWindowInDays !== undefined && {
      PendingDeletionWindowInDays: status.pendingWindowInDays,
    }),
    Origin: identity.origin,
    ...(external && current?.imported === true && expiration(current.validTo)),
    KeyManager: identity.manager,
    CustomerMasterKeySpec: identity.keySpec,
    KeySpec: identity.keySpec,
    [algorithmFields[identity.keyUsage] ?? "EncryptionAlgorithms"]: algorithms,
    MultiRegion: identity.primaryRegion !== undefined,
    ...(identity.primaryRegion !== undefined && {
      MultiRegionConfiguration: multiRegionConfiguration(account, key, identity.primaryRegion),
    }),
    // Recorded: it is kept after the material was deleted, and asymmetric and HMAC keys never have one.
    ...(account.dialect.keyMaterialIds &&
      hasMaterialIds(key) &&
      status.state !== "Creating" &&
      current !== undefined && { CurrentKeyMaterialId: current.id }),
  };
}

export function expiration(validTo: number | undefined): Readonly<Record<string, unknown>> {
  return validTo === undefined
    ? { ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" }
    : { ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo: validTo / 1000 };
}

function multiRegionConfiguration(account: AwsAccount, key: KmsKey, primaryRegion: string): unknown {
  const family = [key, ...account.relativesOf(key)].map(({ identity }) => ({
    Arn: identity.arn,
    Region: identity.region,
  }));
  return {
    MultiRegionKeyType: key.identity.region === primaryRegion ? "PRIMARY" : "REPLICA",
    PrimaryKey: family.find((member) => member.Region === primaryRegion),
    ReplicaKeys: family.filter((member) => member.Region !== primaryRegion),
  };
}
