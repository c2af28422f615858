import { materialFingerprint } from "../../../../state/import-parameters.ts";
import { invalidValue } from "../../../errors.ts";
import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { materialDiffers, materialNotDecrypted, notExternal, stateNotSupported, tokenExpired } from "../errors.ts";
import { keyToChange } from "../find-key.ts";

/** Of symmetric keys in regions certified by FIPS 140-2; those of the Chinese standard need 16. */
const materialLength = 32;
const latestValidTo = 2_147_443_200;

/** A key accepts only the bytes of its first material, forever. */
export const importKeyMaterial: Operation<RegionalContext> = {
  parameters: ["EncryptedKeyMaterial", "ImportToken", "KeyId", "ValidTo"],
  quota: 100,
  carryOut: (parameters, context) => {
    const wrapped = parameters.text("EncryptedKeyMaterial");
    const token = parameters.text("ImportToken");
    const validTo = parameters.integer("ValidTo", { from: 0, to: latestValidTo, fallback: 0 });
    const now = context.clock.now();
    const expiresAt = validTo === 0 ? undefined : validTo * 1000;
    if (expiresAt !== undefined && expiresAt <= now) throw invalidValue("ValidTo", "a time to come, or 0");

    const { keys, imports } = context.here;
    const key = keyToChange(parameters, context);
    if (key.facts.origin !== "EXTERNAL") throw notExternal();
    const state = key.state.current;
    if (state === "PendingDelete" || state === "Archived") throw stateNotSupported(state);

    const grant = imports.readToken(token);
    if (grant === undefined || grant.keyId !== key.id) throw invalidValue("ImportToken", "a token issued for the key");
    if (now >= grant.expiresAt) throw tokenExpired();
    const material = imports.unwrap(Buffer.from(wrapped, "base64"), grant.algorithm);
    if (material?.length !== materialLength) throw materialNotDecrypted();
    const fingerprint = materialFingerprint(material);
    if (key.materialFingerprint !== undefined && key.materialFingerprint !== fingerprint) throw materialDiffers();

    key.importMaterial(fingerprint, expiresAt);
    keys.noteDue(key);
    return {};
  },
};
