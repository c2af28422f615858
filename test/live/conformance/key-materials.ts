import { constants, publicEncrypt, randomBytes } from "node:crypto";

/** The wrapping that all three clouds have. */
export const WRAPPING = { algorithm: "RSAES_OAEP_SHA_256", spec: "RSA_2048" } as const;

/** Key material to import: for each key the same again, because the clouds take no other. */
export class KeyMaterials {
  readonly #materials = new Map<string, Buffer>();

  /** The material of a key, encrypted with a public key, DER. */
  wrapped(id: string, publicKey: Uint8Array): Buffer {
    const material = this.#materials.get(id) ?? randomBytes(32);
    this.#materials.set(id, material);
    const key = { key: Buffer.from(publicKey), format: "der", type: "spki" } as const;
    return publicEncrypt({ ...key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, material);
  }
}
