import {
  constants,
  createDecipheriv,
  createHmac,
  generateKeyPairSync,
  privateDecrypt,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from "node:crypto";

/** The content of an import token. It is bound to one key and one wrapping. */
export interface ImportToken {
  readonly keyArn: string;
  readonly algorithm: string;
  readonly keySpec: string;
  /** Milliseconds since 1970. */
  readonly validTo: number;
}

export const wrappingKeySpecs: Readonly<Record<string, number>> = {
  RSA_2048: 2048,
  RSA_3072: 3072,
  RSA_4096: 4096,
};

interface Wrapping {
  readonly hash: "sha1" | "sha256";
  /** RSA wraps an AES key, and that key wraps the material (RFC 5649), for material too long for RSA. */
  readonly throughAes?: boolean;
}

/** RSAES_PKCS1_V1_5 is in the model, but no longer supported by the cloud (since October 2023) nor by Node. */
export const wrappingAlgorithms: Readonly<Record<string, Wrapping>> = {
  RSAES_OAEP_SHA_1: { hash: "sha1" },
  RSAES_OAEP_SHA_256: { hash: "sha256" },
  RSA_AES_KEY_WRAP_SHA_1: { hash: "sha1", throughAes: true },
  RSA_AES_KEY_WRAP_SHA_256: { hash: "sha256", throughAes: true },
};

const keyWrapPadInitialValue = Buffer.from("a65959a6", "hex");

/**
 * Wrapping keys and import tokens. Unlike the cloud, one wrapping key per spec serves all requests of the process:
 * creating RSA keys is slow, and clients use a wrapping key in the same way, new or not.
 */
export class ImportParameters {
  static readonly #wrappingKeys = new Map<string, { readonly publicKey: KeyObject; readonly privateKey: KeyObject }>();
  readonly #tokenKey = randomBytes(32);

  /** The public wrapping key as DER (SubjectPublicKeyInfo). */
  publicKey(keySpec: string): Buffer {
    return this.#wrappingKey(keySpec).publicKey.export({ type: "spki", format: "der" });
  }

  seal(token: ImportToken): Buffer {
    const text = Buffer.from(JSON.stringify(token));
    return Buffer.concat([this.#seal(text), text]);
  }

  /** Undefined for a token that was not issued here. */
  open(sealed: Buffer): ImportToken | undefined {
    const [seal, text] = [sealed.subarray(0, 32), sealed.subarray(32)];
    if (seal.length !== 32 || !timingSafeEqual(seal, this.#seal(text))) return undefined;
    return JSON.parse(text.toString()) as ImportToken;
  }

  /** The material's bytes; undefined if they were not wrapped as the token requires. */
  unwrap(wrapped: Buffer, token: ImportToken): Buffer | undefined {
    const wrapping = wrappingAlgorithms[token.algorithm];
    const modulusBytes = (wrappingKeySpecs[token.keySpec] ?? 0) / 8;
    if (wrapping === undefined) return undefined;
    try {
      const throughRsa = privateDecrypt(
        {
          key: this.#wrappingKey(token.keySpec).privateKey,
          padding: constants.RSA_PKCS1_OAEP_PADDING,
          oaepHash: wrapping.hash,
        },
        wrapping.throughAes === true ? wrapped.subarray(0, modulusBytes) : wrapped,
      );
      if (wrapping.throughAes !== true) return throughRsa;
      const aes = createDecipheriv("id-aes256-wrap-pad", throughRsa, keyWrapPadInitialValue);
      return Buffer.concat([aes.update(wrapped.subarray(modulusBytes)), aes.final()]);
    } catch {
      return undefined;
    }
  }

  #wrappingKey(keySpec: string): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
    let pair = ImportParameters.#wrappingKeys.get(keySpec);
    if (pair === undefined) {
      pair = generateKeyPairSync("rsa", { modulusLength: wrappingKeySpecs[keySpec] ?? 2048 });
      ImportParameters.#wrappingKeys.set(keySpec, pair);
    }
    return pair;
  }

  #seal(text: Buffer): Buffer {
    return createHmac("sha256", this.#tokenKey).update(text).digest();
  }
}
