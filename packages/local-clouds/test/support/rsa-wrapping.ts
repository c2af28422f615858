import { constants, createPublicKey, publicEncrypt } from "node:crypto";

const paddings = {
  RSAES_OAEP_SHA_256: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
  RSAES_OAEP_SHA_1: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" },
  RSAES_PKCS1_V1_5: { padding: constants.RSA_PKCS1_PADDING },
} as const;

export type Algorithm = keyof typeof paddings;
export const algorithms = Object.keys(paddings) as Algorithm[];

/** The material in the form of an import, in base64 like the wrapping key. */
export function wrapped(material: Buffer, publicKey: string, algorithm: Algorithm): string {
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
  return publicEncrypt({ key, ...paddings[algorithm] }, material).toString("base64");
}
