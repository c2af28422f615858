interface KeySpec {
  /** The usages of the key, the default first; if there are several, CreateKey must name one. */
  readonly usages: Readonly<Record<string, readonly string[]>>;
}

const rsaSigning = ["RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PKCS1_V1_5_SHA_384", "RSASSA_PKCS1_V1_5_SHA_512"].concat([
  "RSASSA_PSS_SHA_256",
  "RSASSA_PSS_SHA_384",
  "RSASSA_PSS_SHA_512",
]);
const rsa: KeySpec = {
  usages: { ENCRYPT_DECRYPT: ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"], SIGN_VERIFY: rsaSigning },
};
const hmac = (bits: number): KeySpec => ({ usages: { GENERATE_VERIFY_MAC: [`HMAC_SHA_${bits}`] } });
const curve = (bits: number): KeySpec => ({
  usages: { SIGN_VERIFY: [`ECDSA_SHA_${bits}`], KEY_AGREEMENT: ["ECDH"] },
});

const mlDsa: KeySpec = { usages: { SIGN_VERIFY: ["ML_DSA_SHAKE_256"] } };
const mlKem: KeySpec = { usages: { ENCAPSULATE_DECAPSULATE: ["ML_KEM"] } };

export const symmetricDefault = "SYMMETRIC_DEFAULT";

/**
 * Key specs with their usages and, for each usage, the algorithms that DescribeKey lists (SDK 3.1162.0, verified
 * 2026-11-29). The first twelve are in the order in which AWS names them in a refusal (recorded 2023-04-13); the
 * position of the newer ones is not known.
 */
export const keySpecs: Readonly<Record<string, KeySpec>> = {
  RSA_2048: rsa,
  ECC_NIST_P384: curve(384),
  ECC_NIST_P256: curve(256),
  ECC_NIST_P521: curve(512),
  HMAC_384: hmac(384),
  RSA_3072: rsa,
  ECC_SECG_P256K1: { usages: { SIGN_VERIFY: ["ECDSA_SHA_256"] } },
  RSA_4096: rsa,
  [symmetricDefault]: { usages: { ENCRYPT_DECRYPT: [symmetricDefault] } },
  HMAC_256: hmac(256),
  HMAC_224: hmac(224),
  HMAC_512: hmac(512),
  SM2: { usages: { ENCRYPT_DECRYPT: ["SM2PKE"], SIGN_VERIFY: ["SM2DSA"], KEY_AGREEMENT: ["ECDH"] } },
  ML_DSA_44: mlDsa,
  ML_DSA_65: mlDsa,
  ML_DSA_87: mlDsa,
  ECC_NIST_EDWARDS25519: { usages: { SIGN_VERIFY: ["ED25519_SHA_512", "ED25519_PH_SHA_512"] } },
  ML_KEM_512: mlKem,
  ML_KEM_768: mlKem,
  ML_KEM_1024: mlKem,
};

/** The older parameter `CustomerMasterKeySpec` does not name the newest specs (SDK 3.1162.0, verified 2026-11-29). */
export const customerMasterKeySpecs: readonly string[] = Object.keys(keySpecs).filter(
  (spec) => !spec.startsWith("ML_") && spec !== "ECC_NIST_EDWARDS25519",
);

/** Usages in the order in which AWS names the first three in a refusal (recorded 2023-04-13). */
export const keyUsages: readonly string[] = [
  "ENCRYPT_DECRYPT",
  "SIGN_VERIFY",
  "GENERATE_VERIFY_MAC",
  "KEY_AGREEMENT",
  "ENCAPSULATE_DECAPSULATE",
];

/** "SM2 (China Regions only)"; "The ML-KEM key specs are not available in China Regions" (SDK 3.1162.0). */
export function isOfferedIn(region: string, keySpec: string): boolean {
  const china = region.startsWith("cn-");
  return keySpec === "SM2" ? china : !(china && keySpec.startsWith("ML_KEM"));
}

/** The field of KeyMetadata that lists the algorithms of a usage. */
export const algorithmFields: Readonly<Record<string, string>> = {
  ENCRYPT_DECRYPT: "EncryptionAlgorithms",
  SIGN_VERIFY: "SigningAlgorithms",
  GENERATE_VERIFY_MAC: "MacAlgorithms",
  KEY_AGREEMENT: "KeyAgreementAlgorithms",
  ENCAPSULATE_DECAPSULATE: "EncapsulationAlgorithms",
};
