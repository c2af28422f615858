import {
  constants,
  createHash,
  createHmac,
  generateKeyPairSync,
  privateDecrypt,
  randomBytes,
  type KeyObject,
} from "node:crypto";

export type WrappingAlgorithm = "RSAES_PKCS1_V1_5" | "RSAES_OAEP_SHA_1" | "RSAES_OAEP_SHA_256";

export const wrappingAlgorithms: readonly WrappingAlgorithm[] = [
  "RSAES_PKCS1_V1_5",
  "RSAES_OAEP_SHA_1",
  "RSAES_OAEP_SHA_256",
];

interface ImportGrant {
  readonly keyId: string;
  readonly algorithm: WrappingAlgorithm;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * The wrapping key and the import tokens of an account in a region. One RSA key serves all imports of the process,
 * because generating one takes a moment. Tokens carry their own authenticated content, so nothing is stored per token.
 */
export class ImportParameters {
  static #wrappingKey: { readonly publicKey: Buffer; readonly privateKey: KeyObject } | undefined;
  readonly #tokenKey = randomBytes(32);

  /** DER of the SubjectPublicKeyInfo. */
  get publicKey(): Buffer {
    return this.#keyPair().publicKey;
  }

  issueToken(grant: ImportGrant): string {
    const content = Buffer.from(JSON.stringify(grant));
    return Buffer.concat([this.#authenticate(content), content]).toString("base64");
  }

  /** The content of a token; undefined if it was not issued here. */
  readToken(token: string): ImportGrant | undefined {
    const bytes = Buffer.from(token, "base64");
    const content = bytes.subarray(32);
    if (!this.#authenticate(content).equals(bytes.subarray(0, 32))) return undefined;
    return JSON.parse(content.toString()) as ImportGrant;
  }

  /** The key material; undefined if it was not wrapped with this key and algorithm. */
  unwrap(wrapped: Buffer, algorithm: WrappingAlgorithm): Buffer | undefined {
    const key = this.#keyPair().privateKey;
    try {
      if (algorithm === "RSAES_PKCS1_V1_5") {
        // Node refuses RSA_PKCS1_PADDING if its OpenSSL cannot guard against padding oracles, so the padding is removed
        // here.
        return withoutPkcs1Padding(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, wrapped));
      }
      const oaepHash = algorithm === "RSAES_OAEP_SHA_1" ? "sha1" : "sha256";
      return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, wrapped);
    } catch {
      return undefined;
    }
  }

  #authenticate(content: Buffer): Buffer {
    return createHmac("sha256", this.#tokenKey).update(content).digest();
  }

  #keyPair(): { readonly publicKey: Buffer; readonly privateKey: KeyObject } {
    if (ImportParameters.#wrappingKey === undefined) {
      const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      ImportParameters.#wrappingKey = {
        publicKey: publicKey.export({ type: "spki", format: "der" }),
        privateKey,
      };
    }
    return ImportParameters.#wrappingKey;
  }
}

/** Distinguishes materials without storing them. */
export function materialFingerprint(material: Uint8Array): string {
  return createHash("sha256").update(material).digest("hex");
}

/** RFC 8017, 7.2.2: 00 02, at least eight bytes that are not zero, 00, the message. */
function withoutPkcs1Padding(block: Buffer): Buffer | undefined {
  if (block[0] !== 0 || block[1] !== 2) return undefined;
  const end = block.indexOf(0, 2);
  return end < 10 ? undefined : block.subarray(end + 1);
}
