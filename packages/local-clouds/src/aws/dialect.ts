/** How a service that speaks the AWS KMS protocol differs from AWS in what it puts on the wire. */
export interface AwsDialect {
  readonly name: "aws" | "qkms";
  /** The body of a success without fields. */
  readonly emptyBody: "" | "{}";
  /** Whether key material has its own id, which requests and answers carry. */
  readonly keyMaterialIds: boolean;
  /** Operations of AWS that the service does not have. */
  readonly lacks: ReadonlySet<string>;
  /** The dialect's name for an error of AWS. */
  errorName(operation: string, name: string): string;
}

/** AWS KMS; Tag and Untag answer with nothing (verified 2026-11-22, botocore model: the operations have no output). */
export const awsDialect: AwsDialect = {
  name: "aws",
  emptyBody: "",
  keyMaterialIds: true,
  lacks: new Set(),
  errorName: (_operation, name) => name,
};

const tagOperations: ReadonlySet<string> = new Set(["TagResource", "UntagResource"]);

/**
 * Quilibrium's QKMS, as its API pages describe it (verified 2026-11-22): `KMSNotFoundException` on TagResource and
 * UntagResource instead of AWS's `NotFoundException`, `TooManyTagsException` for a full key, `{}` as empty answer, and
 * DeleteImportedKeyMaterial takes and answers no KeyMaterialId. They do not have
 * the newer GetKeyLastUsage.
 */
export const qkmsDialect: AwsDialect = {
  name: "qkms",
  emptyBody: "{}",
  keyMaterialIds: false,
  lacks: new Set(["GetKeyLastUsage"]),
  errorName: (operation, name) => {
    if (tagOperations.has(operation) && name === "NotFoundException") return "KMSNotFoundException";
    return name;
  },
};
