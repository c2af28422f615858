interface KeySpec {
  /** What the key can be for, the default first; more than one means that CreateKey has to say. */
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

export const symmetricDefault = "SYMMETRIC_DEFAULT";

/** Key specs with their usages and, for each usage, the algorithms that DescribeKey lists (botocore model, verified 2026-11-22). */
export const keySpecs: Readonly<Record<string, KeySpec>> = {
  [symmetricDefault]: { usages: { ENCRYPT_DECRYPT: [symmetricDefault] } },
  RSA_2048: rsa,
  RSA_3072: rsa,
  RSA_4096: rsa,
  ECC_NIST_P256: curve(256),
  ECC_NIST_P384: curve(384),
  ECC_NIST_P521: curve(512),
  ECC_SECG_P256K1: { usages: { SIGN_VERIFY: ["ECDSA_SHA_256"] } },
  HMAC_224: hmac(224),
  HMAC_256: hmac(256),
  HMAC_384: hmac(384),
  HMAC_512: hmac(512),
};

/** The field of KeyMetadata that lists the algorithms of a usage. */
export const algorithmFields: Readonly<Record<string, string>> = {
  ENCRYPT_DECRYPT: "EncryptionAlgorithms",
  SIGN_VERIFY: "SigningAlgorithms",
  GENERATE_VERIFY_MAC: "MacAlgorithms",
  KEY_AGREEMENT: "KeyAgreementAlgorithms",
};
