/** A service of Tencent Cloud. */
export interface Service {
  /** The first part of its host name, and its name in signatures and in full names of resources. */
  readonly name: "kms" | "tag" | "ssm" | "sts";
  /** The version of its API. */
  readonly version: string;
  /** Whether its calls name a region. The Tag service has one endpoint for all regions. */
  readonly regional: boolean;
}

/** Key Management Service. */
export const KMS: Service = { name: "kms", version: "2019-01-18", regional: true };

/** Secrets Manager. */
export const SSM: Service = { name: "ssm", version: "2019-09-23", regional: true };

/** The Tag service, which keeps the tags of all services. */
export const TAG: Service = { name: "tag", version: "2018-08-13", regional: false };

/** Security Token Service, which names the caller and issues sessions. */
export const STS: Service = { name: "sts", version: "2018-08-13", regional: true };
