import {
  checkResource,
  unreadRecord,
  type CheckOptions,
  type CheckRecord,
  type CompiledPolicy,
  type ResourceToCheck,
} from "@crosstag/compliance";

/** Checks a resource, or records that it could not be read. */
export function recordOf(policy: CompiledPolicy, one: ResourceToCheck, options: CheckOptions): CheckRecord {
  return "error" in one ? unreadRecord(one.resource, one.error) : checkResource(policy, one.resource, options);
}
