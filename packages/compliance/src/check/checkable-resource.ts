import type { ResourceKind, TagSet } from "@crosstag/core";
import type { ResourceManager, ResourceState } from "@crosstag/core/driver";

/** A resource as it was read: what a policy can look at. */
export interface CheckableResource {
  /** The cloud's full name, as far as it is known. */
  readonly reference: string;
  readonly provider: string;
  readonly kind: ResourceKind;
  readonly id: string;
  readonly account?: string;
  readonly region?: string;
  /** Without those that the cloud keeps for itself. */
  readonly tags: TagSet;
  /** Absent where nobody looked, or the cloud does not tell: then no scope by state holds. */
  readonly state?: ResourceState;
  readonly managedBy?: ResourceManager;
  /** Absent where nobody looked. */
  readonly aliases?: readonly string[];
}

/** What the name of a resource says by itself: account, region and id. */
export function factsOfReference(reference: string): Pick<CheckableResource, "id" | "account" | "region"> {
  // arn:aws:kms:REGION:ACCOUNT:key/ID, acs:kms:REGION:ACCOUNT:key/ID, and the latter with arn: before it.
  const parts = reference.split(":");
  const service = parts.indexOf("kms");
  const name = service > 0 && parts.length > service + 3 ? parts.slice(service + 3).join(":") : reference;
  const id = name.replace(/^(?:key|secret|certificate)\//, "");
  const [region = "", account = ""] = name === reference ? [] : [parts[service + 1], parts[service + 2]];
  return { id, ...(region !== "" && { region }), ...(account !== "" && { account }) };
}
