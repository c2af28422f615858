import type { CloudName, ResourceKind, TagSet } from "@crosstag/core";
import type { ResourceFacts } from "@crosstag/core/internal";

/**
 * A resource as it was read: what a policy can check. Facts of `ResourceFacts` are absent if they were not read, or the
 * cloud does not report them: then no scope that compares them applies. The policy does not
 * apply to resources that their cloud manages.
 */
export interface CheckableResource extends ResourceFacts {
  /** The full name in the cloud, as far as it is known. */
  readonly reference: string;
  /** The cloud's provider, for example `aws`. */
  readonly provider: string;
  /** The configured name of its cloud. Absent: not known; then a scope can name its provider only. */
  readonly cloud?: CloudName;
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
  /** Absent if they were not read. */
  readonly aliases?: readonly string[];
  /** The description that its owner wrote. Absent if it is empty or was not read. */
  readonly description?: string;
}
