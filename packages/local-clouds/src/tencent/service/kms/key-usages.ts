/** The usages of keys. A listing shows only the first unless another is asked for. */
export const keyUsages = [
  "ENCRYPT_DECRYPT",
  "ASYMMETRIC_DECRYPT_RSA_2048",
  "ASYMMETRIC_DECRYPT_SM2",
  "ASYMMETRIC_SIGN_VERIFY_SM2",
  "ASYMMETRIC_SIGN_VERIFY_RSA_2048",
  "ASYMMETRIC_SIGN_VERIFY_ECC",
  "ASYMMETRIC_SIGN_VERIFY_ECDSA384",
] as const;
