/** The kinds of resources with tags in a KMS. AWS KMS has keys only; Alibaba Cloud KMS has all three. */
export type ResourceKind = "key" | "secret" | "certificate";

export const RESOURCE_KINDS: readonly ResourceKind[] = ["key", "secret", "certificate"];

/**
 * One resource of one cloud, parsed from the cloud's own name for it.
 * Region and account are absent if the name does not contain them (a bare id).
 */
export interface Reference {
  readonly provider: string;
  readonly kind: ResourceKind;
  /** What the cloud's API calls the resource: key id, secret name, certificate id, or `alias/<name>`. */
  readonly id: string;
  /** True if `id` is an alias: it has to be resolved to a key before anything can be written. */
  readonly alias: boolean;
  /** AWS only: `aws`, `aws-cn`, `aws-us-gov`… */
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
  /** The name as the caller gave it. */
  readonly text: string;
}

/** The same resource has the same identity, however it was named, within one driver's scope. */
export function resourceIdentity(reference: Reference): string {
  return `${reference.kind}/${reference.id}`;
}
