import { wrapped, type Algorithm } from "../../support/rsa-wrapping.ts";
import { call } from "./clients.ts";
import type { TestServer } from "./test-server.ts";

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
