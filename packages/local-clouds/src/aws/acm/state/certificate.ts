import { Versioned, type ConsistencyContext } from "../../../state/versioned.ts";
import type { ValuelessTags } from "../../state/valueless-tags.ts";

export const certificateStatuses = [
  "PENDING_VALIDATION",
  "ISSUED",
  "INACTIVE",
  "EXPIRED",
  "VALIDATION_TIMED_OUT",
  "REVOKED",
  "FAILED",
] as const;
export const keyAlgorithms = [
  "RSA_1024",
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "EC_prime256v1",
  "EC_secp384r1",
  "EC_secp521r1",
] as const;
export const certificateTypes = ["AMAZON_ISSUED", "IMPORTED", "PRIVATE"] as const;
export const keyPairOrigins = ["AWS_MANAGED", "CUSTOMER_PROVIDED", "ACME"] as const;

/** The status of a certificate. */
export type CertificateStatus = (typeof certificateStatuses)[number];
/** The algorithm of a certificate's key, as filters spell it. */
export type KeyAlgorithm = (typeof keyAlgorithms)[number];
/** Who made the key pair of a certificate. */
export type KeyPairOrigin = (typeof keyPairOrigins)[number];
/** Where a certificate comes from. */
export type CertificateType = (typeof certificateTypes)[number];

/** The part of a certificate that tags and status are not. Times are milliseconds since 1970. */
export interface CertificateIdentity {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly domainName: string;
  readonly type: CertificateType;
  readonly keyAlgorithm: KeyAlgorithm;
  readonly keyPairOrigin: KeyPairOrigin;
  /** The AWS service that manages it; undefined for a certificate of the account's own. */
  readonly managedBy: string | undefined;
  readonly inUseBy: readonly string[];
  readonly createdAt: number;
  readonly notAfter: number;
}

export class Certificate {
  /** Importing another certificate in its place changes it; its id stays. */
  identity: CertificateIdentity;
  readonly tags: Versioned<ValuelessTags>;
  status: CertificateStatus;

  constructor(
    context: ConsistencyContext,
    identity: CertificateIdentity,
    status: CertificateStatus,
    tags: ValuelessTags,
  ) {
    this.identity = identity;
    this.status = status;
    this.tags = new Versioned(context, tags);
  }
}
