import { constants, createPublicKey, publicEncrypt } from "node:crypto";
import { call } from "./clients.ts";
import type { TestServer } from "./test-server.ts";

const paddings = {
  RSAES_OAEP_SHA_256: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
  RSAES_OAEP_SHA_1: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" },
  RSAES_PKCS1_V1_5: { padding: constants.RSA_PKCS1_PADDING },
} as const;

type Algorithm = keyof typeof paddings;
export const algorithms = Object.keys(paddings) as Algorithm[];

/** Requests a wrapping key and token, wraps the material, and returns the parameters of an ImportKeyMaterial. */
export async function importParameters(
  server: TestServer,
  keyId: string,
  material: Buffer,
  algorithm: Algorithm = "RSAES_OAEP_SHA_256",
  expireUnix = 0,
): Promise<Record<string, unknown>> {
  const given = await call(server, "GetParametersForImport", {
    KeyId: keyId,
    WrappingAlgorithm: algorithm,
    WrappingKeySpec: "RSA_2048",
  });
  return {
    KeyId: keyId,
    EncryptedKeyMaterial: wrapped(material, String(given["PublicKey"]), algorithm),
    ImportToken: given["ImportToken"],
    KeyMaterialExpireUnix: expireUnix,
  };
}

/** The material in the form of an import, in base64 like the wrapping key. */
export function wrapped(material: Buffer, publicKey: string, algorithm: Algorithm): string {
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
  return publicEncrypt({ key, ...paddings[algorithm] }, material).toString("base64");
}
