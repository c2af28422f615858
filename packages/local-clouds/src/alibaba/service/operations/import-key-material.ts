import {
  expiredImportToken,
  invalidImportToken,
  invalidKeyMaterial,
  invalidParameter,
  stateModifiedFailed,
  unsupportedOrigin,
} from "../../errors.ts";
import { materialFingerprint } from "../../../state/import-parameters.ts";
import { done, type Operation } from "../context.ts";
import { integer, requiredText } from "../fields.ts";
import { keyToChange } from "../find.ts";

/** Bytes of the material by key spec; material for other specs may have any length. */
const materialLength: Readonly<Record<string, number>> = {
  Aliyun_AES_256: 32,
  Aliyun_AES_192: 24,
  Aliyun_AES_128: 16,
  Aliyun_SM4: 16,
};

/** A key accepts only the bytes of its first material, forever. */
export const importKeyMaterial: Operation = (parameters, context) => {
  const reference = requiredText(parameters, "KeyId");
  const wrapped = requiredText(parameters, "EncryptedKeyMaterial");
  const token = requiredText(parameters, "ImportToken");
  const expireUnix = integer(parameters, "KeyMaterialExpireUnix", {
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
  });
  const now = context.clock.now();
  const expiresAt = expireUnix === 0 ? undefined : expireUnix * 1000;
  if (expiresAt !== undefined && expiresAt <= now) throw invalidParameter("KeyMaterialExpireUnix");

  const key = keyToChange(reference, "refuse", context);
  if (key.facts.origin !== "EXTERNAL") throw unsupportedOrigin();
  if (key.state.current === "PendingDeletion") throw stateModifiedFailed();

  const grant = context.imports.readToken(token);
  if (grant === undefined || grant.keyId !== key.id) throw invalidImportToken();
  if (now >= grant.expiresAt) throw expiredImportToken();
  const material = context.imports.unwrap(Buffer.from(wrapped, "base64"), grant.algorithm);
  if (material === undefined || material.length === 0) throw invalidKeyMaterial();
  if (material.length !== (materialLength[key.facts.spec] ?? material.length)) throw invalidKeyMaterial();
  const fingerprint = materialFingerprint(material);
  if (key.materialFingerprint !== undefined && key.materialFingerprint !== fingerprint) throw invalidKeyMaterial();

  key.importMaterial(fingerprint, expiresAt);
  context.keys.noteDue(key);
  return done;
};
