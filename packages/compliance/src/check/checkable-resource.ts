import type { ResourceKind, TagSet } from "@crosstag/core";
import type { ResourceManager, ResourceState } from "@crosstag/core/driver";

/** A resource as it was read: what a policy can check. */
export interface CheckableResource {
  /** The full name in the cloud, as far as it is known. */
  readonly reference: string;
  /** The cloud's provider, for example `aws`. */
  readonly provider: string;
  /** The kind of the resource. */
  readonly kind: ResourceKind;
  /** What the cloud's API calls the resource: key id, secret name or certificate id. */
  readonly id: string;
  /** The account that owns it. Absent: not known; then no scope by account applies. */
  readonly account?: string;
  /** The region of the resource. Absent: not known; then no scope by region applies. */
  readonly region?: string;
  /** Without tags that the cloud reserves. */
  readonly tags: TagSet;
  /** Absent if it was not read, or the cloud does not report it: then no scope by state applies. */
  readonly state?: ResourceState;
  /** Who manages it. The policy does not apply to resources that their cloud manages. Absent: not read. */
  readonly managedBy?: ResourceManager;
  /** Absent if they were not read. */
  readonly aliases?: readonly string[];
}
