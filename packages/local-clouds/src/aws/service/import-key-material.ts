import { createPrivateKey } from "node:crypto";
import { awsError } from "../protocol/aws-error.ts";
import type { Parameters } from "../protocol/parameters.ts";
import { materialIdOf, type KeyMaterial } from "../state/key-material.ts";
import { currentMaterial, pendingMaterial, withMaterial } from "../state/key-status.ts";
import { hasMaterialIds, type KmsKey } from "../state/kms-key.ts";
import { symmetricDefault } from "../state/key-specs.ts";
import { findKey } from "./find-key.ts";
import { deletionStates, refuseStates, requireCustomerManaged, requireExternalOrigin } from "./key-checks.ts";
import type { AwsOperation, OperationContext } from "./operation.ts";

const expirationModels = ["KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE"];
const importTypes = ["NEW_KEY_MATERIAL", "EXISTING_KEY_MATERIAL"];

/**
 * The first material of a key becomes its current one. After that the same bytes can be imported again; other bytes only
 * as NEW_KEY_MATERIAL into a symmetric encryption key, where they wait for rotation.
 */
export const importKeyMaterial: AwsOperation = {
  requestsPerSecond: 15,
  changesKey: true,
  run(context) {
    const { account, parameters } = context;
    const keyId = parameters.keyId();
    const sealedToken = parameters.bytes("ImportToken", 6144);
    const wrapped = parameters.bytes("EncryptedKeyMaterial", 6144);
    const importType = parameters.optionalString("ImportType", { values: importTypes });
    const description = parameters.optionalString("KeyMaterialDescription", { maximum: 256 });
    const askedId = account.dialect.keyMaterialIds
      ? parameters.optionalString("KeyMaterialId", { minimum: 64, maximum: 64, pattern: /^[a-f0-9]+$/ })
      : undefined;
    const validTo = readValidTo(parameters, account.clock.now());
    parameters.check();
    refuseIdOfNewMaterial(importType, askedId);

    const key = findKey(context, keyId);
    requireCustomerManaged(context, key);
    requireExternalOrigin(key);
    refuseStates(key, deletionStates);
    const bytes = unwrap(context, key, sealedToken, wrapped);
    requireFittingMaterial(key, bytes);

    const id = materialIdOf(key.identity.id, bytes);
    if (askedId !== undefined && askedId !== id) throw incorrectMaterial(key);
    const material: KeyMaterial = {
      id,
      role: "CURRENT",
      imported: true,
      ...(validTo !== undefined && { validTo }),
      ...(description !== undefined && { description }),
    };
    place(context, key, material, importType ?? defaultImportType(key));
    return account.dialect.keyMaterialIds
      ? { KeyId: key.identity.arn, ...(hasMaterialIds(key) && { KeyMaterialId: id }) }
      : undefined;
  },
};

/** The times of an import belong to the state, so `now` is the time of the clock that expiry uses. */
function readValidTo(parameters: Parameters, now: number): number | undefined {
  const model = parameters.optionalString("ExpirationModel", { values: expirationModels }) ?? "KEY_MATERIAL_EXPIRES";
  const validTo = parameters.optionalTime("ValidTo");
  if (model === "KEY_MATERIAL_DOES_NOT_EXPIRE") {
    if (validTo === undefined) return undefined;
    // "You must omit the ValidTo parameter" (SDK documentation, verified 2026-11-25); only the text is invented.
    throw awsError(
      "ValidationException",
      "A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE",
    );
  }
  if (validTo === undefined) {
    throw awsError("ValidationException", "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
  }
  if (validTo <= now) throw awsError("ValidationException", "The validTo date must be in the future");
  return validTo;
}

/** New material does not have an id yet that a request could name. */
function refuseIdOfNewMaterial(importType: string | undefined, askedId: string | undefined): void {
  if (importType !== "NEW_KEY_MATERIAL" || askedId === undefined) return;
  throw awsError("ValidationException", "KeyMaterialId cannot be given if the ImportType is NEW_KEY_MATERIAL");
}

function unwrap(context: OperationContext, key: KmsKey, sealedToken: Buffer, wrapped: Buffer): Buffer {
  const { importParameters, clock } = context.account;
  const token = importParameters.open(sealedToken);
  if (token === undefined || token.keyArn !== key.identity.arn) {
    throw awsError("InvalidImportTokenException", "The import token is invalid or belongs to another KMS key.");
  }
  if (token.validTo <= clock.now()) throw awsError("ExpiredImportTokenException", "The import token has expired.");
  const bytes = importParameters.unwrap(wrapped, token);
  if (bytes === undefined) throw awsError("InvalidCiphertextException", "The key material could not be decrypted.");
  return bytes;
}

function requireFittingMaterial(key: KmsKey, bytes: Buffer): void {
  const { keySpec } = key.identity;
  if (
    keySpec === symmetricDefault
      ? bytes.length === 32
      : keySpec.startsWith("HMAC_")
        ? bytes.length >= 16
        : isPrivateKey(keySpec, bytes)
  ) {
    return;
  }
  throw incorrectMaterial(key);
}

/** Node 20 reads no keys of the post-quantum specs and of SM2: those are only required to look like DER. */
function isPrivateKey(keySpec: string, bytes: Buffer): boolean {
  if (keySpec.startsWith("ML_") || keySpec === "SM2") return bytes[0] === 0x30;
  try {
    createPrivateKey({ key: bytes, format: "der", type: "pkcs8" });
    return true;
  } catch {
    return false;
  }
}

function defaultImportType(key: KmsKey): string {
  return key.status.current.materials.length === 0 ? "NEW_KEY_MATERIAL" : "EXISTING_KEY_MATERIAL";
}

function place(context: OperationContext, key: KmsKey, material: KeyMaterial, importType: string): void {
  const status = key.status.current;
  const known = status.materials.find((candidate) => candidate.id === material.id);
  if (known !== undefined) {
    // Each import sets a new expiration. The description is kept unless another is given.
    const { validTo: _replaced, ...kept } = known;
    key.status.write(withMaterial(status, { ...kept, ...material, role: known.role }));
    completePending(context, key, material.id);
    return;
  }
  if (currentMaterial(status) === undefined) {
    const elsewhere = context.account.relativesOf(key).map((relative) => currentMaterial(relative.status.current));
    if (elsewhere.some((current) => current !== undefined && current.id !== material.id)) throw incorrectMaterial(key);
    key.status.write(withMaterial(status, material));
    return;
  }
  if (importType !== "NEW_KEY_MATERIAL" || !hasMaterialIds(key)) throw incorrectMaterial(key);
  const pending = pendingMaterial(status);
  if (pending !== undefined) {
    throw awsError(
      "KMSInvalidStateException",
      `New key material (id: ${material.id}) cannot be imported into KMS key ${key.identity.arn}, because another key material (id: ${pending.id}) is pending rotation.`,
    );
  }
  const replicas = context.account.relativesOf(key);
  if (replicas.length === 0) {
    key.status.write(withMaterial(status, { ...material, role: "PENDING_ROTATION" }));
    return;
  }
  if (key.identity.primaryRegion !== key.identity.region) throw incorrectMaterial(key);
  const waiting = { ...material, role: "PENDING_MULTI_REGION_IMPORT_AND_ROTATION" } as const;
  key.status.write(withMaterial(status, waiting));
  for (const replica of replicas) {
    replica.status.write(withMaterial(replica.status.current, { ...waiting, imported: false }));
  }
}

/** Rotation to new material of a multi-Region key requires its import into every region. */
function completePending(context: OperationContext, key: KmsKey, materialId: string): void {
  const family = [key, ...context.account.relativesOf(key)];
  const copies = family.map((member) => member.status.current.materials.find(({ id }) => id === materialId));
  const complete = copies.every((copy) => copy?.role === "PENDING_MULTI_REGION_IMPORT_AND_ROTATION" && copy.imported);
  if (!complete) return;
  family.forEach((member, index) => {
    const copy = copies[index];
    if (copy !== undefined) {
      member.status.write(withMaterial(member.status.current, { ...copy, role: "PENDING_ROTATION" }));
    }
  });
}

function incorrectMaterial(key: KmsKey): Error {
  return awsError(
    "IncorrectKeyMaterialException",
    `The key material is not the kind that ${key.identity.arn} takes, or not the same that it had before.`,
  );
}
