import { unsupportedOrigin } from "../../errors.ts";
import { wrappingAlgorithms } from "../../../state/import-parameters.ts";
import type { Operation } from "../context.ts";
import { choice, requiredText, timeText } from "../fields.ts";
import { keyToChange } from "../find.ts";

const tokenLifetimeMs = 24 * 60 * 60 * 1000;

/** Wraps with RSA only. SM2 wrapping, which the cloud also has, is refused as an invalid parameter. */
export const getParametersForImport: Operation = (parameters, context) => {
  const reference = requiredText(parameters, "KeyId");
  const algorithm = choice(parameters, "WrappingAlgorithm", wrappingAlgorithms);
  choice(parameters, "WrappingKeySpec", ["RSA_2048"]);
  const key = keyToChange(reference, "refuse", context);
  if (key.facts.origin !== "EXTERNAL") throw unsupportedOrigin();
  const expiresAt = context.clock.now() + tokenLifetimeMs;
  return {
    KeyId: key.id,
    ImportToken: context.imports.issueToken({ keyId: key.id, algorithm, expiresAt }),
    PublicKey: context.imports.publicKey.toString("base64"),
    TokenExpireTime: timeText(expiresAt),
  };
};
