import type { CompiledPolicy } from "../check/compile-policy.ts";
import type { ResourceToCheck } from "../read/read-resources-to-check.ts";
import { checkResource, unreadRecord, type CheckOptions, type CheckRecord } from "./check-record.ts";

/** Checks a resource, or records that it could not be read. */
export function recordOf(policy: CompiledPolicy, one: ResourceToCheck, options: CheckOptions): CheckRecord {
  return "error" in one ? unreadRecord(one.resource, one.error) : checkResource(policy, one.resource, options);
}
