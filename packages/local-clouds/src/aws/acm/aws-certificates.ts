import { refuseUnknownFields, type FieldsOf } from "../../known-fields.ts";
import { namedRegion, type RegionStore } from "../state/region-store.ts";
import { tagRecord } from "../state/valueless-tags.ts";
import {
  certificateStatuses,
  certificateTypes,
  keyAlgorithms,
  keyPairOrigins,
  type Certificate,
  type CertificateStatus,
  type CertificateType,
  type KeyAlgorithm,
  type KeyPairOrigin,
} from "./state/certificate.ts";
import type { CertificateAccount } from "./state/certificate-account.ts";

/** A certificate to create without a request. Everything has a default. */
export interface AwsCertificateScene {
  /** Default: the first region. */
  readonly region?: string;
  /** Default: a generated UUID. Not checked; one that exists in the region throws a `TypeError`. */
  readonly certificateId?: string;
  /** Default `example.com`. */
  readonly domainName?: string;
  /** Not checked against any rule, so that a test can set tags of the cloud itself. Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Default `ISSUED`. */
  readonly status?: CertificateStatus;
  /** Default `AMAZON_ISSUED`. */
  readonly type?: CertificateType;
  /** Default `RSA_2048`. ListCertificates lists most others only if it is asked for them. */
  readonly keyAlgorithm?: KeyAlgorithm;
  /**
   * Default: `CUSTOMER_PROVIDED` for an imported certificate, otherwise `AWS_MANAGED`. ListCertificates lists `ACME` only
   * if it is asked for it.
   */
  readonly keyPairOrigin?: KeyPairOrigin;
  /** The AWS service that manages the certificate, such as `CLOUDFRONT`. Default: none. */
  readonly managedBy?: string;
  /** The ARNs of the resources that use the certificate. Default: none. */
  readonly inUseBy?: readonly string[];
  /** When it expires, in milliseconds since 1970. Default: in 395 days. */
  readonly notAfter?: number;
}

export const awsCertificateFields: FieldsOf<AwsCertificateScene> = {
  region: true,
  certificateId: true,
  domainName: true,
  tags: true,
  status: true,
  type: true,
  keyAlgorithm: true,
  keyPairOrigin: true,
  managedBy: true,
  inUseBy: true,
  notAfter: true,
};

/** The names of a certificate. */
export interface AwsCertificateName {
  /** The last part of the ARN. No request accepts it alone. */
  readonly certificateId: string;
  /** The full name: `arn:aws:acm:REGION:ACCOUNT:certificate/ID`. */
  readonly arn: string;
  /** The region of the certificate. */
  readonly region: string;
}

/**
 * Sets and reads the true state of the certificates of ACM without requests: no signature, quota, rule, log or eventual
 * consistency. A certificate is named by its id (in the first region, unless a region is given) or by its ARN.
 */
export class AwsCertificates {
  readonly #accountNow: () => CertificateAccount;

  /** `accountNow`: simulated resources that are added later begin an account anew. */
  constructor(accountNow: () => CertificateAccount) {
    this.#accountNow = accountNow;
  }

  get #account(): CertificateAccount {
    return this.#accountNow();
  }

  /** Creates a certificate. */
  createCertificate(scene: AwsCertificateScene = {}): AwsCertificateName {
    refuseUnknownFields(scene, "createCertificate", awsCertificateFields);
    refuseUnknownValues(scene);
    const { certificateId, tags = {}, ...rest } = scene;
    const region = this.#region(scene.region);
    if (certificateId !== undefined && region.items.has(certificateId)) {
      throw new TypeError(`There is a certificate "${certificateId}" in ${region.name} already.`);
    }
    const certificate = this.#account.create({
      domainName: "example.com",
      status: "ISSUED",
      type: "AMAZON_ISSUED",
      keyAlgorithm: "RSA_2048",
      managedBy: undefined,
      inUseBy: [],
      ...rest,
      id: certificateId,
      region,
      tags: new Map(Object.entries(tags)),
    });
    return nameOf(certificate);
  }

  /** Creates `count` certificates of the same kind. */
  addMany(count: number, scene: Omit<AwsCertificateScene, "certificateId"> = {}): AwsCertificateName[] {
    return Array.from({ length: count }, () => this.createCertificate(scene));
  }

  /** The tags of a certificate. */
  tagsOf(certificate: string, region?: string): Record<string, string> {
    return tagRecord(this.#find(certificate, region)[0].tags.current);
  }

  /** Replaces all tags, as another program might. Every reader sees them immediately. */
  setTags(certificate: string, tags: Readonly<Record<string, string>>, region?: string): void {
    this.#find(certificate, region)[0].tags.settle(new Map(Object.entries(tags)));
  }

  /** Sets the status of a certificate. */
  setStatus(certificate: string, status: CertificateStatus, region?: string): void {
    this.#find(certificate, region)[0].status = status;
  }

  /** Deletes a certificate. ACM has no waiting period. */
  removeCertificate(certificate: string, region?: string): void {
    const [{ identity }, there] = this.#find(certificate, region);
    there.remove(identity.id);
  }

  /** All certificates of a region, oldest first. */
  list(region?: string): AwsCertificateName[] {
    return this.#region(region).list.map(nameOf);
  }

  #region(name: string | undefined): RegionStore<Certificate> {
    return namedRegion(this.#account.regions, name);
  }

  #find(certificate: string, region: string | undefined): readonly [Certificate, RegionStore<Certificate>] {
    const isArn = certificate.startsWith("arn:");
    const there = this.#region(isArn ? certificate.split(":")[3] : region);
    const found = there.items.get(isArn ? certificate.slice(certificate.indexOf("/") + 1) : certificate);
    if (found === undefined) throw new TypeError(`No certificate "${certificate}" in ${there.name}.`);
    // The caller may change the certificate.
    there.changed = true;
    return [found, there];
  }
}

/** A seed is a file that people write, so that a misspelled value is possible. */
function refuseUnknownValues({ status, type, keyAlgorithm, keyPairOrigin }: AwsCertificateScene): void {
  for (const [field, value, known] of [
    ["status", status, certificateStatuses],
    ["type", type, certificateTypes],
    ["keyAlgorithm", keyAlgorithm, keyAlgorithms],
    ["keyPairOrigin", keyPairOrigin, keyPairOrigins],
  ] as const) {
    if (value === undefined || known.some((each) => each === value)) continue;
    throw new TypeError(`createCertificate.${field} must be one of ${known.join(", ")}.`);
  }
}

function nameOf({ identity }: Certificate): AwsCertificateName {
  return { certificateId: identity.id, arn: identity.arn, region: identity.region };
}
