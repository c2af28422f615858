import type { ResourceKind, TagSet } from "@crosstag/core";
import type { ResourceManager, ResourceState } from "@crosstag/core/driver";

/** A resource as it was read: what a policy can check. */
export interface CheckableResource {
  /** The full name in the cloud, as far as it is known. */
  readonly reference: string;
  readonly provider: string;
  readonly kind: ResourceKind;
  readonly id: string;
  readonly account?: string;
  readonly region?: string;
  /** Without tags that the cloud reserves. */
  readonly tags: TagSet;
  /** Absent if it was not read, or the cloud does not report it: then no scope by state applies. */
  readonly state?: ResourceState;
  readonly managedBy?: ResourceManager;
  /** Absent if they were not read. */
  readonly aliases?: readonly string[];
}

/** Account, region and id, taken from the name of a resource. */
export function factsOfReference(reference: string): Pick<CheckableResource, "id" | "account" | "region"> {
  // arn:aws:kms:REGION:ACCOUNT:key/ID, acs:kms:REGION:ACCOUNT:key/ID, and the latter with an arn: prefix.
  const parts = reference.split(":");
  const service = parts.indexOf("kms");
  const name = service > 0 && parts.length > service + 3 ? parts.slice(service + 3).join(":") : reference;
  const id = name.replace(/^(?:key|secret|certificate)\//, "");
  const [region = "", account = ""] = name === reference ? [] : [parts[service + 1], parts[service + 2]];
  return { id, ...(region !== "" && { region }), ...(account !== "" && { account }) };
}
